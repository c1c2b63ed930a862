// Entries, notes and photos that wait to be sent. They are safe in the browser before anything else happens to them: across reload,
// crash and hours without a network. One leaves only when the server has said what became of it.

const NAME = "demoexam-scoring";

const asPromise = request => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

export async function openQueue() {
  const opening = indexedDB.open(NAME, 2);
  opening.onupgradeneeded = ({ oldVersion }) => {
    if (oldVersion < 1) opening.result.createObjectStore("entries", { keyPath: "entryId" });
    if (oldVersion < 2) opening.result.createObjectStore("evidence", { keyPath: "evidenceId" });
  };
  const database = await asPromise(opening);
  // A page of a newer version opens beside this one and must not wait for it.
  database.onversionchange = () => database.close();
  return { entries: store(database, "entries"), evidence: store(database, "evidence") };
}

function store(database, name) {
  // "strict": the promise holds only once the item is on the disk, not in a cache that a power cut empties.
  const change = work => new Promise((resolve, reject) => {
    const transaction = database.transaction(name, "readwrite", { durability: "strict" });
    work(transaction.objectStore(name));
    transaction.oncomplete = () => resolve();
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });

  return {
    // Keeps an item; one that it makes needless and that was never sent goes in the same moment.
    add: (item, needless) => change(items => {
      if (needless) items.delete(needless);
      items.put(item);
    }),
    remove: ids => change(items => ids.forEach(id => items.delete(id))),
    refuse: (item, message) => change(items => items.put({ ...item, refused: message })),
    // Those of one expert, oldest first. What somebody else entered on this device waits for them.
    of: async expert => {
      const all = await asPromise(database.transaction(name).objectStore(name).getAll());
      return all.filter(item => item.expert === expert).sort((a, b) => a.order - b.order);
    },
  };
}

// Version 7: ordered by time, so that databases like it; 74 random bits, so that no two devices make the same.
export function newId(now = Date.now()) {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  for (let i = 0; i < 6; i++) bytes[i] = Math.floor(now / 2 ** (8 * (5 - i))) % 256;
  bytes[6] = 0x70 | (bytes[6] & 0x0f);
  bytes[8] = 0x80 | (bytes[8] & 0x3f);
  const hex = Array.from(bytes, byte => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
