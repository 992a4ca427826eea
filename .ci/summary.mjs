#!/usr/bin/env node
// SPDX-License-Identifier: Apache-2.0
// Sums up the test reports of all modules. Fails when a test was skipped although all it may need is there.
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

const modules = execFileSync("git", ["ls-files", "pom.xml", "*/pom.xml"], { encoding: "utf8" }).trim().split("\n").map(dirname);
const reports = (module) =>
  ["surefire-reports", "failsafe-reports"]
    .map((folder) => join(module, "target", folder))
    .filter(existsSync)
    .flatMap((folder) => readdirSync(folder).filter((name) => /^TEST-.*\.xml$/.test(name)).map((name) => join(folder, name)));
const attribute = (tag, name) => tag.match(new RegExp(` ${name}="([^"]*)"`))?.[1] ?? "";

const skipped = [];
let total = 0;
for (const module of modules) {
  let tests = 0;
  let seconds = 0;
  for (const report of reports(module)) {
    const xml = readFileSync(report, "utf8");
    const suite = xml.match(/<testsuite [^>]*>/)[0];
    tests += Number(attribute(suite, "tests"));
    seconds += Number(attribute(suite, "time").replaceAll(",", ""));
    for (const [, test] of xml.matchAll(/(<testcase [^>]*[^/]>)\s*<skipped/g)) {
      skipped.push(`${attribute(test, "classname")}.${attribute(test, "name")}`);
    }
  }
  total += tests;
  if (tests > 0) console.log(`${module.padEnd(24)} ${String(tests).padStart(6)} tests ${seconds.toFixed(1).padStart(8)} s`);
}
console.log(`${"all".padEnd(24)} ${String(total).padStart(6)} tests, ${skipped.length} skipped`);

for (const test of skipped) console.log(`  skipped: ${test}`);
if (total === 0) {
  console.error("No test ran.");
  process.exit(1);
}
if (skipped.length > 0 && process.env.GUIDON_SCHEMAS) {
  console.error("A skipped test fails the run: everything that a test may need was installed.");
  process.exit(1);
}
