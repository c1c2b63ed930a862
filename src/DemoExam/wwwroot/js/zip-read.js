// Reads a ZIP in the browser, entry by entry, so that neither its size nor what it unpacks to fills the memory.
import { inflate } from "./passport-proof.js";

export const MOST_ENTRIES = 2000;
const END = 0x06054b50, CENTRAL = 0x02014b50, LOCAL = 0x04034b50, LARGEST_DIRECTORY = 4 * 1024 * 1024;

/** Answers [{ name, read }]; read() answers the bytes of an entry, or null when it is damaged, locked or larger than `most`. Null for what is no ZIP. */
export async function entriesOf(file, most) {
  const tail = await part(file, Math.max(0, file.size - 65557), file.size);
  let at = tail.byteLength - 22;
  while (at >= 0 && tail.getUint32(at, true) !== END) at--;
  if (at < 0) return null;
  const [count, size, start] = [tail.getUint16(at + 10, true), tail.getUint32(at + 12, true), tail.getUint32(at + 16, true)];
  if (size > LARGEST_DIRECTORY || start + size > file.size) return null;
  const directory = await part(file, start, start + size);
  const entries = [];
  for (let i = 0, place = 0; i < count; i++) {
    if (place + 46 > size || directory.getUint32(place, true) !== CENTRAL) return null;
    const [flags, method] = [directory.getUint16(place + 8, true), directory.getUint16(place + 10, true)];
    const [packed, unpacked] = [directory.getUint32(place + 20, true), directory.getUint32(place + 24, true)];
    const [name, extra, comment] = [28, 30, 32].map(field => directory.getUint16(place + field, true));
    const header = directory.getUint32(place + 42, true);
    if (place + 46 + name > size) return null;
    const title = new TextDecoder(flags & 0x800 ? "utf-8" : "ibm866").decode(new Uint8Array(directory.buffer, place + 46, name));
    entries.push({ name: title, read: () => flags & 1 || unpacked > most ? null : contents(file, header, packed, method, most) });
    place += 46 + name + extra + comment;
  }
  return entries;
}

async function contents(file, header, packed, method, most) {
  try {
    const local = await part(file, header, header + 30);
    if (local.getUint32(0, true) !== LOCAL) return null;
    const start = header + 30 + local.getUint16(26, true) + local.getUint16(28, true);
    // Nothing packs a passport to more than it is.
    if (packed > most * 2 || start + packed > file.size) return null;
    const data = new Uint8Array(await file.slice(start, start + packed).arrayBuffer());
    return method === 0 ? data : method === 8 ? await inflate(data, "deflate-raw", most) : null;
  } catch {
    return null;
  }
}

const part = async (file, from, to) => new DataView(await file.slice(from, to).arrayBuffer());
