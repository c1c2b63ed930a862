// Reads the offline proof of a passport, the digits behind "#" in the address of its QR code, and checks its signature. Nothing is
// sent anywhere: the keys come from the caller. The same rules as QrToken.cs and StatusList.cs of the library.
const LONGEST_TEXT = 8000, LARGEST_TOKEN = 8 * 1024, LARGEST_LIST = 2 * 1024 * 1024, SMALLEST_LIST = 16 * 1024;
const PASSPORT = -65537;
// In milliseconds: how far a clock may be behind before a passport counts as one of the future, and how old a status list may be. As in Verifier.cs.
const SLOW_CLOCK = 5 * 60 * 1000, STALE = 24 * 60 * 60 * 1000;
const ES256 = { name: "ECDSA", hash: "SHA-256" };

class Unreadable extends Error {}

/** Answers { finding: "good" | "unreadable" | "unknownKey" | "badSignature", claims }; never throws for a bad text. */
export async function readProof(digits, issuer, jwks) {
  try {
    const message = await unpack(digits);
    const outer = new Reader(message);
    if (outer.byte() !== 0xd2 || outer.byte() !== 0x84) throw new Unreadable();
    const header = outer.bytes();
    if (outer.byte() !== 0xa0) throw new Unreadable();
    const payload = outer.bytes();
    const signature = outer.bytes();
    outer.end();
    // One form only: what does not come out the same when written again was not written by the issuer.
    if (!same(message, join([0xd2, 0x84], bytesOf(header), [0xa0], bytesOf(payload), bytesOf(signature)))) throw new Unreadable();
    if (header.length !== 13 || !same(header.slice(0, 5), [0xa2, 0x01, 0x26, 0x04, 0x48])) throw new Unreadable();
    const signed = join([0x84, 0x6a], new TextEncoder().encode("Signature1"), bytesOf(header), [0x40], bytesOf(payload));
    let known = false;
    for (const jwk of jwks.filter(k => k.kty === "EC" && k.crv === "P-256")) {
      const key = await keyOf(jwk);
      if (!same(await shortId(key), header.slice(5))) continue;
      known = true;
      if (!await crypto.subtle.verify(ES256, key, signature, signed)) continue;
      const claims = readClaims(payload);
      return claims.issuer === issuer ? { finding: "good", claims } : { finding: "unknownKey" };
    }
    return { finding: known ? "badSignature" : "unknownKey" };
  } catch (fault) {
    if (fault instanceof Unreadable || fault instanceof RangeError || fault instanceof TypeError || fault instanceof SyntaxError) return { finding: "unreadable" };
    throw fault;
  }
}

/** Checks a compact JWS and answers its payload; null unless one of the issuer's keys has signed it in the one form that we write. */
export async function readToken(token, issuer, jwks, types) {
  try {
    const [head, body, signature, ...rest] = token.split(".");
    if (rest.length || !signature) return null;
    const header = textOf(head);
    for (const { kid, alg, kty, crv, x, y, n, e } of jwks) {
      if (!types.some(type => header === `{"alg":"${alg}","kid":"${issuer}#${kid}","typ":"${type}"}`)) continue;
      const ec = kty === "EC" && crv === "P-256";
      const algorithm = ec ? { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } : { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
      const key = await crypto.subtle.importKey("jwk", ec ? { kty, crv, x, y } : { kty, n, e }, algorithm, true, ["verify"]);
      const value = base64(signature);
      // The last sign of a signature holds bits that say nothing: one form only.
      if (urlText(value) !== signature) return null;
      return await crypto.subtle.verify(algorithm, key, value, new TextEncoder().encode(`${head}.${body}`)) ? JSON.parse(textOf(body)) : null;
    }
    return null;
  } catch {
    return null;
  }
}

/** Reads a signed status list and answers { withdrawn, madeAt, until }, or null when the list proves nothing. */
export async function readStatus(token, address, issuer, jwks, index) {
  try {
    const payload = await readToken(token.trim(), issuer, jwks, ["vc+jwt"]);
    const list = payload?.credentialSubject;
    if (payload?.iss !== issuer || payload.jti !== address || list?.statusPurpose !== "revocation" || list.encodedList?.[0] !== "u") return null;
    const bits = await inflate(base64(list.encodedList.slice(1)), "gzip", LARGEST_LIST);
    if (bits.length < SMALLEST_LIST || index < 0 || index >= bits.length * 8) return null;
    return {
      withdrawn: (bits[index >> 3] & (0x80 >> (index & 7))) !== 0,
      madeAt: new Date(payload.nbf * 1000),
      until: new Date(payload.exp * 1000),
    };
  } catch {
    return null;
  }
}

/** How a passport whose signature is good stands: "withdrawn", "early", "expired", "unknown", "stale" or "good". @param status What readStatus answered, or nothing. */
export function standingOf({ issued, expires }, status) {
  const now = Date.now();
  return status?.withdrawn ? "withdrawn"
    : issued - now > SLOW_CLOCK ? "early"
    : expires && expires < now ? "expired"
    : !status ? "unknown"
    : now - status.madeAt > STALE || status.until < now ? "stale"
    : "good";
}

/** Reads a selection of signed values (SD-JWT) and answers { claims, shown }, or null. The same rules as SdJwt.cs of the library. */
export async function readSelection(presentation, issuer, jwks) {
  const [token, ...rest] = presentation.split("~");
  const claims = presentation.length <= LARGEST_TOKEN * 32 && rest.pop() === "" ? await readToken(token, issuer, jwks, ["dc+sd-jwt"]) : null;
  if (claims?.iss !== issuer || claims._sd_alg !== "sha-256" || !Array.isArray(claims._sd)) return null;
  const shown = Object.create(null), used = new Set();
  for (const disclosure of rest) {
    const digest = urlText(new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(disclosure))));
    if (claims._sd.filter(d => d === digest).length !== 1 || used.has(digest)) return null;
    used.add(digest);
    const [, name, value, ...more] = JSON.parse(textOf(disclosure));
    if (more.length || typeof name !== "string" || name in shown || Object.hasOwn(claims, name)) return null;
    shown[name] = value;
  }
  return { claims, shown };
}

/** The digits in a link, in a link that was typed in upper case, or by themselves; null when there are none. */
export function digitsIn(text) {
  const found = /^(?:\S*#)?([1-9][0-9]{100,})$/.exec(text.trim());
  return found ? found[1] : null;
}

async function unpack(digits) {
  if (digits.length > LONGEST_TEXT || !/^[1-9][0-9]*$/.test(digits)) throw new Unreadable();
  const hex = BigInt(digits).toString(16);
  const even = hex.length % 2 ? `0${hex}` : hex;
  const numbered = Uint8Array.from(even.match(/../g), pair => parseInt(pair, 16));
  // The first byte keeps zeros that would be lost at the front of a number.
  if (numbered[0] !== 1) throw new Unreadable();
  return inflate(numbered.slice(1), "deflate", LARGEST_TOKEN);
}

export async function inflate(packed, format, most) {
  const reader = new Blob([packed]).stream().pipeThrough(new DecompressionStream(format)).getReader();
  const parts = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return join(...parts);
    length += value.length;
    if (length >= most) {
      await reader.cancel();
      throw new Unreadable();
    }
    parts.push(value);
  }
}

function readClaims(payload) {
  const claims = new Reader(payload);
  const map = claims.value();
  claims.end();
  const [schema, number, version, name, packageCode, packageName, level, total, maximum, status, modules] = map.get(PASSPORT) ?? [];
  if (schema !== 1 || !Array.isArray(modules) || typeof number !== "string") throw new Unreadable();
  const scores = [];
  for (let i = 0; i < modules.length; i += 3) scores.push({ code: modules[i], mark: modules[i + 1] / 100, maximum: modules[i + 2] / 100 });
  return {
    issuer: map.get(1), expires: map.has(4) ? new Date(map.get(4) * 1000) : null, issued: new Date(map.get(6) * 1000),
    number, version, name, packageCode, packageName, level, total: total / 100, maximum: maximum / 100,
    status: status ? { list: status[0], index: status[1] } : null, modules: scores,
  };
}

/** As much CBOR as the proof uses: whole numbers, bytes, texts, arrays, maps, null; all of known length. */
class Reader {
  constructor(data) {
    this.data = data;
    this.at = 0;
  }

  byte() {
    if (this.at >= this.data.length) throw new Unreadable();
    return this.data[this.at++];
  }

  take(length) {
    if (this.at + length > this.data.length) throw new Unreadable();
    return this.data.slice(this.at, this.at += length);
  }

  head() {
    const first = this.byte();
    const short = first & 31;
    if (short < 24) return [first >> 5, short];
    if (short > 27) throw new Unreadable();
    let value = 0n;
    for (const byte of this.take(1 << (short - 24))) value = value << 8n | BigInt(byte);
    if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new Unreadable();
    return [first >> 5, Number(value)];
  }

  bytes() {
    const [kind, length] = this.head();
    if (kind !== 2) throw new Unreadable();
    return this.take(length);
  }

  value(depth = 0) {
    if (depth > 4) throw new Unreadable();
    if (this.data[this.at] === 0xf6) {
      this.at++;
      return null;
    }
    const [kind, length] = this.head();
    switch (kind) {
      case 0: return length;
      case 1: return -1 - length;
      case 2: return this.take(length);
      case 3: return new TextDecoder("utf-8", { fatal: true }).decode(this.take(length));
      case 4: {
        const items = [];
        for (let i = 0; i < length; i++) items.push(this.value(depth + 1));
        return items;
      }
      case 5: {
        const map = new Map();
        for (let i = 0; i < length; i++) map.set(this.value(depth + 1), this.value(depth + 1));
        return map;
      }
      default: throw new Unreadable();
    }
  }

  end() {
    if (this.at !== this.data.length) throw new Unreadable();
  }
}

const keyOf = ({ kty, crv, x, y }) => crypto.subtle.importKey("jwk", { kty, crv, x, y }, { name: "ECDSA", namedCurve: "P-256" }, true, ["verify"]);

const shortId = async key => new Uint8Array(await crypto.subtle.digest("SHA-256", await crypto.subtle.exportKey("spki", key))).slice(0, 8);

function bytesOf(data) {
  const length = data.length;
  return join(length < 24 ? [0x40 | length] : length < 256 ? [0x58, length] : [0x59, length >> 8, length & 255], data);
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

const same = (left, right) => left.length === right.length && left.every((byte, i) => byte === right[i]);
const base64 = text => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), c => c.charCodeAt(0));
const urlText = bytes => btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
const textOf = part => new TextDecoder().decode(base64(part));
