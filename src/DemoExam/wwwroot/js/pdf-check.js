// Checks a passport as PDF in the reader's own browser: that our issuer has signed every byte of it, and what the credential inside says.
// No byte leaves the machine. The same findings as PdfSignatureVerifier.cs and Verifier.cs of the library.
import { inflate, readToken } from "./passport-proof.js";
import { rawSignature } from "./log-proof.js";

export const LARGEST_PDF = 4 * 1024 * 1024;
const LARGEST_ATTACHMENT = 256 * 1024;
const OID = {
  signedData: [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02], data: [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x01],
  sha256: [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01], contentType: [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x03],
  messageDigest: [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x04], signingCertificateV2: [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x10, 0x02, 0x2f],
  ecdsa: [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02], rsa: [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0b],
};
const MOST_PARTS = 16;

/**
 * Answers { state, reason, claims }: "genuine" with the claims of the credential, "tampered", "foreign", "unreadable" or "cannotCheck".
 * @param bytes The file. @param trust { issuer, keys, certificates }: DID, key set, and SHA-256 of the issuer's certificates in hex.
 */
export async function checkPdf(bytes, trust) {
  try {
    return await check(bytes, trust);
  } catch {
    // Whatever the reader stumbles over is no signature of the form that our issuer makes.
    return { state: "tampered", reason: "signature-damaged" };
  }
}

async function check(bytes, trust) {
  if (bytes.length > LARGEST_PDF || !latin(bytes.subarray(0, 5)).startsWith("%PDF-")) return { state: "unreadable", reason: "not-a-pdf" };
  const text = latin(bytes);
  const ranges = [...text.matchAll(/\/ByteRange\s*\[\s*(\d{1,9})\s+(\d{1,9})\s+(\d{1,9})\s+(\d{1,9})\s*\]/g)];
  if (ranges.length === 0) return { state: "unreadable", reason: "no-signature" };
  if (ranges.length > 1) return { state: "tampered", reason: "several-signatures" };
  const [start, length, next, rest] = ranges[0].slice(1).map(Number);
  // The range must be the whole file around this very string: what is not covered may have been written by anybody.
  if (start !== 0 || next + rest !== bytes.length || next <= length + 2 || text[length] !== "<" || text[next - 1] !== ">") return { state: "tampered", reason: "not-whole-file-signed" };
  const hole = text.slice(length + 1, next - 1);
  if (!/^[0-9A-F]+$/.test(hole) || hole.length % 2) return { state: "tampered", reason: "signature-form" };
  const filled = fromHex(hole);
  const message = filled.slice(0, read(filled, 0).end);
  if (filled.subarray(message.length).some(b => b !== 0)) return { state: "tampered", reason: "signature-form" };
  const digest = await sha256(join(bytes.subarray(0, length), bytes.subarray(next)));
  const signed = await signature(message, digest, trust);
  return signed ?? await credential(bytes, text, trust);
}

// Null when the signature is the issuer's and fits.
async function signature(message, digest, { certificates }) {
  const content = children(children(children(tlv(message))[1])[0]);
  const certs = children(content[3]).map(c => c.raw);
  const [, sid, , , algorithm, value, unsigned] = children(children(content[4])[0]);
  const prints = await Promise.all(certs.map(async c => hex(await sha256(c))));
  const known = prints.findIndex((print, i) => certificates.includes(print) && same(sid.raw, issuerAndSerial(certs[i])));
  if (known < 0) return { state: "foreign", reason: "signer-not-trusted" };
  if (!prints.every(print => certificates.includes(print))) return { state: "cannotCheck", reason: "signer-not-trusted" };
  const signer = certs[known];
  const ec = same(children(algorithm)[0].body, OID.ecdsa);
  const attributes = [
    seq(oid(OID.contentType), set(oid(OID.data))),
    seq(oid(OID.messageDigest), set(der(0x04, digest))),
    seq(oid(OID.signingCertificateV2), set(seq(seq(seq(der(0x04, await sha256(signer))))))),
  ];
  const signedAttributes = set(...attributes);
  // The wrapper is not signed, so bits in it could change unseen. Our messages have one form only: build it again and compare.
  const info = seq(der(0x02, [1]), sid.raw, seq(oid(OID.sha256)), join([0xa0], signedAttributes.slice(1)),
    ec ? seq(oid(OID.ecdsa)) : seq(oid(OID.rsa), [0x05, 0x00]), der(0x04, value.body), unsigned ? unsigned.raw : []);
  const rebuilt = seq(oid(OID.signedData), der(0xa0, seq(der(0x02, [1]), set(seq(oid(OID.sha256))), seq(oid(OID.data)), join([0xa0], set(...certs).slice(1)), set(info))));
  const key = await crypto.subtle.importKey("spki", spkiOf(signer), ec ? { name: "ECDSA", namedCurve: "P-256" } : { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" }, false, ["verify"]);
  const bits = ec ? rawSignature(value.body) : value.body;
  if (!bits || !await crypto.subtle.verify(ec ? { name: "ECDSA", hash: "SHA-256" } : "RSASSA-PKCS1-v1_5", key, bits, signedAttributes)) return { state: "tampered", reason: "signature-mismatch" };
  return same(rebuilt, message) ? null : { state: "tampered", reason: "signature-form" };
}

// Every byte of the file is our issuer's from here on, so its form is that of our writer.
async function credential(bytes, text, { issuer, keys }) {
  let token, passport;
  for (const { index } of text.matchAll(/\/Type\s*\/EmbeddedFile\b/g)) {
    const begin = text.lastIndexOf(" obj\n", index), body = text.indexOf(">>\nstream\n", index) + 10;
    const size = Number(/\/Length (\d+)/.exec(text.slice(begin, body))?.[1]);
    if (begin < 0 || body < 10 || !(size > 0)) continue;
    const content = await inflate(bytes.slice(body, body + size), "deflate", LARGEST_ATTACHMENT);
    if (/^[\w-]+\.[\w-]+\.[\w-]+$/.test(latin(content))) token ??= latin(content);
    else if (content[0] === 0x7b) passport ??= JSON.parse(new TextDecoder().decode(content));
  }
  if (!token || !passport?.number) return { state: "unreadable", reason: "not-a-passport" };
  const claims = await readToken(token, issuer, keys, ["JWT", "vc+jwt"]);
  return claims?.iss === issuer && agree(claims, passport) ? { state: "genuine", claims } : { state: "cannotCheck", reason: "credential-disagrees" };
}

// The credential inside must say what the printed values say; the same members as BadgeCredential.Agrees.
function agree(claims, passport) {
  const subject = claims.credentialSubject;
  return claims.jti === `urn:uuid:${passport.passportId}` && claims.jti === claims.id && claims.iss === claims.issuer?.id && claims.sub === subject?.id
    && claims.nbf === Date.parse(passport.issuedAt) / 1000 && subject.licenseNumber === passport.number && subject.identifier?.[0]?.identityHash === passport.holder?.fullName
    && Math.round(Number(subject.result?.[0]?.value) * 100) === passport.result?.totalHundredths;
}

// As much DER as a signature uses.
function read(data, at) {
  const tag = data[at], first = data[at + 1];
  let [length, head] = [first, 2];
  if (first >= 0x80) {
    const count = first & 0x7f;
    if (count < 1 || count > 3) throw new RangeError("length");
    length = 0;
    for (let i = 0; i < count; i++) length = length * 256 + data[at + 2 + i];
    if (length < 0x80 || (count > 1 && length < 1 << (8 * (count - 1)))) throw new RangeError("length");
    head += count;
  }
  const end = at + head + length;
  if (!(end <= data.length)) throw new RangeError("end");
  return { tag, start: at + head, end, raw: data.slice(at, end), body: data.slice(at + head, end) };
}

function tlv(data) {
  const whole = read(data, 0);
  if (whole.end !== data.length) throw new RangeError("rest");
  return whole;
}

function children({ body }) {
  const parts = [];
  for (let at = 0; at < body.length; at = parts.at(-1).end) {
    if (parts.length > MOST_PARTS) throw new RangeError("parts");
    parts.push(read(body, at));
  }
  return parts;
}

const certificateParts = certificate => children(children(tlv(certificate))[0]);

// Version, serial number, algorithm, issuer, term, subject, key.
const issuerAndSerial = certificate => {
  const [, serial, , issuer] = certificateParts(certificate);
  return seq(issuer.raw, serial.raw);
};
const spkiOf = certificate => certificateParts(certificate)[6].raw;

function der(tag, ...parts) {
  const body = join(...parts);
  const { length } = body;
  const head = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : length < 0x10000 ? [0x82, length >> 8, length & 255] : [0x83, length >> 16, length >> 8 & 255, length & 255];
  return join([tag, ...head], body);
}

const seq = (...parts) => der(0x30, ...parts);
const oid = parts => der(0x06, parts);
const set = (...parts) => der(0x31, ...parts.toSorted(order));

function order(left, right) {
  for (let i = 0; i < Math.min(left.length, right.length); i++) if (left[i] !== right[i]) return left[i] - right[i];
  return left.length - right.length;
}

function join(...parts) {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

const sha256 = async data => new Uint8Array(await crypto.subtle.digest("SHA-256", data));
const hex = bytes => [...bytes].map(b => b.toString(16).padStart(2, "0")).join("");
const fromHex = text => Uint8Array.from(text.match(/../g), pair => parseInt(pair, 16));
const same = (left, right) => left.length === right.length && left.every((byte, i) => byte === right[i]);
const latin = bytes => new TextDecoder("latin1").decode(bytes);
