#!/usr/bin/env node
// SPDX-License-Identifier: Apache-2.0
// Turns the browser compatibility data (npm @mdn/browser-compat-data, CC0) into neutral flag facts:
// each web feature is a boolean flag that is true for a browser release that supports it.
//
//   usage: node compat-facts.mjs DATA_JSON OUT_DIR
//
// writes OUT_DIR/features.ndjson   {"key":"css.properties.grid","support":{"chrome":[["57",null]],…}}
//        OUT_DIR/releases.ndjson   {"browser":"chrome","version":"57"}
// A feature is true for (browser, version) when some [from, to) of support[browser] holds that version
// (to = null: still supported). Versions compare number by number, missing parts are 0.
import { readFileSync, writeFileSync, mkdirSync } from "node:fs";

const [dataFile, outDir] = process.argv.slice(2);
if (!dataFile || !outDir) {
  console.error("usage: node compat-facts.mjs DATA_JSON OUT_DIR");
  process.exit(2);
}
const data = JSON.parse(readFileSync(dataFile, "utf8"));
const VERSION = /^\d+(\.\d+){0,2}$/;
const KEY = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;

/** The ranges of one browser, or null when its statement says more than "from" and "to". */
function ranges(statement) {
  const out = [];
  for (const s of Array.isArray(statement) ? statement : [statement]) {
    if (s.flags || s.prefix || s.alternative_name || s.partial_implementation) continue;
    if (s.version_added === false) continue;
    if (!VERSION.test(s.version_added ?? "")) return null;
    const to = s.version_removed ?? null;
    if (to !== null && !VERSION.test(to)) return null;
    out.push([s.version_added, to]);
  }
  return out;
}

const features = [];
const seen = new Set(); // keys that differ only by case are one key
(function walk(node, path) {
  for (const [name, child] of Object.entries(node)) {
    if (path.length === 0 && (name === "browsers" || name === "__meta")) continue;
    if (name === "__compat") {
      const key = path.join(".");
      if (!KEY.test(key)) continue;
      const support = {};
      for (const [browser, statement] of Object.entries(child.support)) {
        const r = ranges(statement);
        if (r && r.length) support[browser] = r;
      }
      if (Object.keys(support).length === 0 || seen.has(key.toLowerCase())) continue;
      seen.add(key.toLowerCase());
      features.push({ key, support });
    } else if (child && typeof child === "object") walk(child, [...path, name]);
  }
})(data, []);

const releases = Object.entries(data.browsers).flatMap(([browser, b]) =>
  Object.keys(b.releases).filter((v) => VERSION.test(v)).map((version) => ({ browser, version })));

mkdirSync(outDir, { recursive: true });
const ndjson = (rows) => rows.map((r) => JSON.stringify(r)).join("\n") + "\n";
writeFileSync(`${outDir}/features.ndjson`, ndjson(features));
writeFileSync(`${outDir}/releases.ndjson`, ndjson(releases));
console.log(`${features.length} features, ${releases.length} releases, ` +
  `${features.reduce((n, f) => n + Object.values(f.support).reduce((m, r) => m + r.length, 0), 0)} ranges`);
