// SPDX-License-Identifier: Apache-2.0
// A second verifier, written from docs/audit.md alone: prints the root of an export, or says what is wrong with it.
// node verify.mjs EXPORT KEY
import { createHash, createPublicKey, verify } from "node:crypto";
import { createReadStream, readFileSync } from "node:fs";
import { createInterface } from "node:readline";

const [exportFile, keyFile] = process.argv.slice(2);
const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash("sha256")).digest();

function broken(at, problem) {
  console.log(JSON.stringify({ result: "broken", at, problem }));
  process.exit(1);
}

function signed(jws, jwk, type) {
  const [header, payload, signature] = jws.split(".");
  const { alg, typ } = JSON.parse(Buffer.from(header, "base64url"));
  const key = createPublicKey({ key: { kty: jwk.kty, crv: jwk.crv, x: jwk.x }, format: "jwk" });
  const good = alg === "Ed25519" && typ === type
    && verify(null, Buffer.from(`${header}.${payload}`), key, Buffer.from(signature, "base64url"));
  return good ? Buffer.from(payload, "base64url").toString() : null;
}

const complete = []; // the root of the complete subtree of 2^level leaves that waits for its neighbour
let size = 0;

function append(leaf) {
  let hash = leaf;
  let level = 0;
  for (; complete[level]; level++) {
    hash = sha256(Buffer.of(1), complete[level], hash);
    complete[level] = null;
  }
  complete[level] = hash;
  size++;
}

const root = () =>
  complete.reduce((right, left) => (left ? (right ? sha256(Buffer.of(1), left, right) : left) : right), null) ?? sha256();

let checkpoint;
for await (const line of createInterface({ input: createReadStream(exportFile) })) {
  const read = JSON.parse(line);
  if (!checkpoint) {
    checkpoint = signed(read.checkpoint, JSON.parse(readFileSync(keyFile)), "audit-checkpoint+jws");
    if (!checkpoint) broken(0, "checkpoint");
    continue;
  }
  if (read.seq !== size + 1) broken(size + 1, "seq");
  if (read.entry) {
    const { payload } = JSON.parse(read.entry);
    for (const part of ["who", "what"].filter((name) => read[name])) {
      const { salt, content } = read[part];
      if (sha256(Buffer.from(salt, "hex"), content).toString("hex") !== payload[part]) broken(read.seq, part);
    }
    const leaf = sha256(Buffer.of(0), read.entry);
    if (leaf.toString("hex") !== read.leaf) broken(read.seq, "leaf");
  }
  append(Buffer.from(read.leaf, "hex"));
}
const [origin, signedSize, signedRoot] = checkpoint.split("\n");
if (Number(signedSize) !== size || signedRoot !== root().toString("base64")) broken(size, "root");
console.log(JSON.stringify({ result: "intact", origin, size, root: root().toString("hex") }));
