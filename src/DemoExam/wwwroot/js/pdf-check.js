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
  signingCertificate: [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x10, 0x02, 0x0c],
  timestampToken: [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x10, 0x02, 0x0e], timestampInfo: [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x10, 0x01, 0x04],
  ecdsa: [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02], rsaKey: [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01], ecKey: [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01], p256: [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07], rsa: [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0b],
};
// The last part of the identifiers of the SHA-2 family (RFC 5754), all of which authorities of time use.
const HASHES = { 1: "SHA-256", 2: "SHA-384", 3: "SHA-512" };
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
  if (!same(rebuilt, message)) return { state: "tampered", reason: "signature-form" };
  if (!unsigned) return null;
  const fits = await stampFits(unsigned, value.body).catch(() => false);
  return fits ? null : fits === null ? { state: "cannotCheck", reason: "timestamp-unknown" } : { state: "tampered", reason: "timestamp-damaged" };
}

// What is not signed may have been written by anybody: nothing may stand there but one time stamp of this very signature, whole (RFC 3161). Whose it is, is not
// asked: the page knows no authorities of time. Null when it is made with what this browser can't check.
async function stampFits(unsigned, signatureValue) {
  const [attribute, ...others] = children(unsigned);
  const [type, values, ...more] = children(attribute);
  const [token, ...tokens] = children(values);
  if (unsigned.tag !== 0xa1 || others.length || more.length || tokens.length || !same(type.body, OID.timestampToken)) return false;
  const [kind, wrapped] = children(token);
  const parts = children(children(wrapped)[0]);
  const [contentType, content] = children(parts[2]);
  const info = children(content)[0];
  const [, , imprint] = children(tlv(info.body));
  const [imprintHash, imprintValue] = children(imprint);
  const [signer, ...signers] = children(parts.at(-1));
  const [version, sid, hash, attributes, algorithm, value, ...rest] = children(signer);
  const certificates = parts.filter(part => part.tag === 0xa0);
  if (!same(kind.body, OID.signedData) || !same(contentType.body, OID.timestampInfo) || signers.length || rest.length) return false;
  // What holds the parts together is signed by nobody, so it must be exactly what the standards say (RFC 5652, 5.1 and 5.3).
  const tags = [[attribute, 0x30], [type, 0x06], [values, 0x31], [token, 0x30], [kind, 0x06], [wrapped, 0xa0], [children(wrapped)[0], 0x30], [parts[0], 0x02], [parts[1], 0x31], [parts[2], 0x30],
    [contentType, 0x06], [content, 0xa0], [info, 0x04], [parts.at(-1), 0x31], [signer, 0x30], [version, 0x02], [hash, 0x30], [attributes, 0xa0], [algorithm, 0x30], [value, 0x04]];
  if (tags.some(([part, tag]) => part.tag !== tag) || parts.length !== 4 + certificates.length || certificates.length > 1 || !same(parts[0].body, [3]) || !same(version.body, [1])) return false;
  if (children(wrapped).length > 1 || children(parts[2]).length > 2 || children(content).length > 1 || [...children(parts[1]), hash].some(a => !isPlain(a))) return false;
  // Made otherwise than this browser can follow is not made wrongly.
  const [over, by, ...named] = [imprintHash, hash, ...children(parts[1])].map(hashOf);
  if (!over || !by || named.includes(undefined) || !isSigning(algorithm)) return null;
  const stated = name => children(attributes).map(children).filter(([id]) => same(id.body, name)).map(([, said]) => children(said)[0]);
  const [said, ...again] = stated(OID.messageDigest);
  const digest = async (name, data) => new Uint8Array(await crypto.subtle.digest(name, data));
  if (again.length || !same(said.body, await digest(by, info.body)) || !stated(OID.contentType).some(s => same(s.body, OID.timestampInfo))) return false;
  if (!same(imprintValue.body, await digest(over, signatureValue))) return false;
  const authority = certificates.flatMap(children).map(c => c.raw).find(c => same(issuerAndSerial(c), sid.raw));
  if (!authority) return null;
  // Which certificate it means is signed too (RFC 5816); the older form knows SHA-1 alone.
  const [newer] = stated(OID.signingCertificateV2), [older] = stated(OID.signingCertificate);
  const [first, second] = children(children(children(newer ?? older)[0])[0]);
  const means = !newer ? "SHA-1" : first.tag === 0x30 ? hashOf(first) : "SHA-256";
  if (!means) return null;
  if (!same((first.tag === 0x30 ? second : first).body, await digest(means, authority))) return false;
  const spki = spkiOf(authority);
  const [key, curve] = children(children(tlv(spki))[0]);
  const ec = same(key.body, OID.ecKey);
  if (ec ? !same(curve.body, OID.p256) : !same(key.body, OID.rsaKey)) return null;
  const imported = await crypto.subtle.importKey("spki", spki, ec ? { name: "ECDSA", namedCurve: "P-256" } : { name: "RSASSA-PKCS1-v1_5", hash: by }, false, ["verify"]);
  const bits = ec ? rawSignature(value.body) : value.body;
  return bits !== null && await crypto.subtle.verify(ec ? { name: "ECDSA", hash: by } : "RSASSA-PKCS1-v1_5", imported, bits, join([0x31], attributes.raw.slice(1)));
}

// RSA with or without its hash, or ECDSA with SHA-2; others are not read here.
const isSigning = algorithm => {
  const { tag, body } = children(algorithm)[0];
  return tag === 0x06 && isPlain(algorithm) && (same(body.slice(0, -1), OID.rsa.slice(0, -1)) && [0x01, 0x0b, 0x0c, 0x0d].includes(body.at(-1)) || same(body.slice(0, -1), OID.ecdsa.slice(0, -1)) && [0x02, 0x03, 0x04].includes(body.at(-1)));
};
// Without parameters, or with NULL.
const isPlain = algorithm => {
  const [name, parameters, ...rest] = children(algorithm);
  return algorithm.tag === 0x30 && name.tag === 0x06 && !rest.length && (!parameters || same(parameters.raw, [0x05, 0x00]));
};

function hashOf(algorithm) {
  const { body } = children(algorithm)[0];
  return same(body.slice(0, -1), OID.sha256.slice(0, -1)) ? HASHES[body.at(-1)] : undefined;
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
    && claims.nbf === Date.parse(passport.issuedAt) / 1000 && claims.nbf === Date.parse(claims.validFrom) / 1000 && claims.exp === (passport.validUntil ? Date.parse(`${passport.validUntil}T23:59:59Z`) / 1000 : undefined) && subject.licenseNumber === passport.number && subject.identifier?.[0]?.identityHash === passport.holder?.fullName
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
