#!/usr/bin/env node
// SPDX-License-Identifier: Apache-2.0
// Every relative link of a Markdown file leads somewhere, and the list of decisions is complete.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

const pages = execFileSync("git", ["ls-files", "*.md"], { encoding: "utf8" }).trim().split("\n");
const problems = [];

for (const page of pages) {
  const text = readFileSync(page, "utf8").replace(/```.*?```/gs, "").replace(/`[^`\n]*`/g, "");
  for (const [, target] of text.matchAll(/\]\(([^)#\s]+)(?:#[^)\s]*)?\)/g)) {
    const template = basename(page) === "template.md";
    if (!template && !/^[a-z]+:/.test(target) && !existsSync(join(dirname(page), target))) {
      problems.push(`${page}: ${target} (expected: a file of the repository)`);
    }
  }
}

const index = readFileSync("docs/adr/README.md", "utf8");
for (const page of pages.filter((name) => /^docs\/adr\/\d{4}-/.test(name))) {
  if (!index.includes(`(${basename(page)})`)) problems.push(`docs/adr/README.md: ${basename(page)} is missing from the list`);
}

for (const problem of problems) console.error(problem);
process.exit(problems.length > 0 ? 1 : 0);
