// Checks that a line stands in the issuer's public log (C2SP tlog-proof): the line, its place, the hashes up to the root, and the signed
// state of the log. The same rules as LogProof.cs and MerkleTree.cs of the library.
const HEAD = "c2sp.org/tlog-proof@v1", LONGEST = 32 * 1024, DASH = "\u2014 ";
const encoder = new TextEncoder();

/** Answers { finding: "good" | "unreadable" | "unknownKey" | "notInLog", place, size, leaf }. */
export async function checkLogProof(text, jwks) {
  try {
    const end = text.length <= LONGEST ? text.indexOf("\n\n") : -1;
    const [head, extra, index, ...hashes] = text.slice(0, Math.max(end, 0)).split("\n");
    const place = /^index (0|[1-9][0-9]{0,15})$/.exec(index ?? "")?.[1];
    if (end < 0 || head !== HEAD || !extra?.startsWith("extra ") || place === undefined || hashes.length > 63) return { finding: "unreadable" };
    const line = bytesOf(extra.slice(6));
    const state = await readCheckpoint(text.slice(end + 2), jwks);
    if (!state) return { finding: "unknownKey" };
    const leaf = await hash([0], line);
    if (!await verifyInclusion(BigInt(place), BigInt(state.size), leaf, hashes.map(bytesOf), state.root)) return { finding: "notInLog" };
    return { finding: "good", place: Number(place), size: state.size, leaf: JSON.parse(new TextDecoder().decode(line)) };
  } catch {
    return { finding: "unreadable" };
  }
}

/** The signed state { origin, size, root }; null unless one of the keys has signed it. */
export async function readCheckpoint(note, jwks) {
  const end = note.indexOf("\n\n");
  if (end < 0) return null;
  const text = note.slice(0, end + 1);
  const [origin, size, root] = text.split("\n");
  if (!/^(0|[1-9][0-9]{0,15})$/.test(size) || bytesOf(root).length !== 32 || text !== `${origin}\n${size}\n${root}\n`) return null;
  for (const line of note.slice(end + 2).split("\n")) {
    if (!line.startsWith(`${DASH}${origin} `)) continue;
    const signature = bytesOf(line.slice(DASH.length + origin.length + 1));
    for (const { kty, crv, x, y, n, e } of jwks) {
      const ec = kty === "EC" && crv === "P-256";
      const algorithm = ec ? { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } : { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
      const key = await crypto.subtle.importKey("jwk", ec ? { kty, crv, x, y } : { kty, n, e }, algorithm, true, ["verify"]);
      const id = (await hash(new Uint8Array(await crypto.subtle.exportKey("spki", key)))).slice(0, 4);
      if (!same(id, signature.slice(0, 4))) continue;
      const value = ec ? rawSignature(signature.slice(4)) : signature.slice(4);
      if (value && await crypto.subtle.verify(algorithm, key, value, encoder.encode(text))) return { origin, size: Number(size), root: bytesOf(root) };
    }
  }
  return null;
}

/** RFC 9162, 2.1.3.2. */
export async function verifyInclusion(place, size, leaf, proof, root) {
  if (place < 0n || place >= size) return false;
  let [fn, sn, value] = [place, size - 1n, leaf];
  for (const step of proof) {
    if (sn === 0n || step.length !== 32) return false;
    if (fn & 1n || fn === sn) {
      value = await hash([1], step, value);
      while (!(fn & 1n) && fn !== 0n) [fn, sn] = [fn >> 1n, sn >> 1n];
    } else {
      value = await hash([1], value, step);
    }
    [fn, sn] = [fn >> 1n, sn >> 1n];
  }
  return sn === 0n && same(value, root);
}

/** A DER pair of numbers as 64 bytes; null when it is not in the one form. */
export function rawSignature(der) {
  const raw = new Uint8Array(64);
  let at = 2;
  if (der[0] !== 0x30 || der[1] !== der.length - 2) return null;
  for (const end of [32, 64]) {
    const length = der[at + 1];
    let value = der.slice(at + 2, at + 2 + length);
    if (der[at] !== 2 || !length || value.length !== length || value[0] & 0x80) return null;
    if (value[0] === 0 && length > 1) {
      if (!(value[1] & 0x80)) return null;
      value = value.slice(1);
    }
    if (value.length > 32) return null;
    raw.set(value, end - value.length);
    at += 2 + length;
  }
  return at === der.length ? raw : null;
}

async function hash(...parts) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", await new Blob(parts.map(p => p instanceof Uint8Array ? p : new Uint8Array(p))).arrayBuffer()));
}

const bytesOf = text => {
  const bytes = Uint8Array.from(atob(text), c => c.charCodeAt(0));
  if (btoa(String.fromCharCode(...bytes)) !== text) throw new RangeError(text);
  return bytes;
};
const same = (left, right) => left.length === right.length && left.every((byte, i) => byte === right[i]);
