// SPDX-License-Identifier: Apache-2.0
// Asks a server through OpenFeature's own OFREP client. Each line of standard input is a question in JSON: for one flag, through the
// provider; for all, through the client below it, as providers for browsers do. Each is answered by a line of standard output.
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const [modules, baseUrl, token] = process.argv.slice(2);
const load = createRequire(`${modules}/`);
const { OpenFeature } = load("@openfeature/server-sdk");
const { OFREPProvider } = load("@openfeature/ofrep-provider");
const { OFREPApi } = load("@openfeature/ofrep-core");

const headers = [["Authorization", `Bearer ${token}`]];
await OpenFeature.setProviderAndWait(new OFREPProvider({ baseUrl, headers }));
const client = OpenFeature.getClient();
const api = new OFREPApi(baseUrl);

const one = ({ flag, type, defaultValue, context }) => client[`get${type}Details`](flag, defaultValue, context);

async function all({ etag, context }) {
  const condition = etag ? [["If-None-Match", etag]] : [];
  const answer = await api.postBulkEvaluateFlags({ context }, { headers: [...headers, ...condition] });
  return { status: answer.httpStatus, etag: answer.httpResponse.headers.get("ETag"), flags: answer.value?.flags };
}

for await (const line of createInterface({ input: process.stdin })) {
  const question = JSON.parse(line);
  console.log(JSON.stringify(await (question.flag ? one(question) : all(question))));
}
