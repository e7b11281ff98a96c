// Lints a description of an API, and generates and compiles a client's types from it. Prints what is wrong, a line each.
import { readFile } from "node:fs/promises";
import { createConfig, lintFromString } from "@redocly/openapi-core";
import generate, { astToString } from "openapi-typescript";
import ts from "typescript";

const [description] = process.argv.slice(2);
const source = await readFile(description, "utf8");
const config = await createConfig({ extends: ["recommended"] });
for (const problem of await lintFromString({ source, absoluteRef: description, config })) {
  if (problem.severity === "error") console.log(`${problem.ruleId} ${problem.location[0]?.pointer}: ${problem.message}`);
}

const types = astToString(await generate(JSON.parse(source)));
const options = { strict: true, noEmit: true, lib: ["lib.es2022.d.ts"], types: [] };
const host = ts.createCompilerHost(options);
const read = host.getSourceFile;
host.getSourceFile = (name, ...rest) => (name === "api.ts" ? ts.createSourceFile(name, types, ts.ScriptTarget.ES2022) : read(name, ...rest));
const program = ts.createProgram(["api.ts"], options, host);
for (const diagnostic of ts.getPreEmitDiagnostics(program)) console.log(`typescript: ${ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n")}`);
console.log(`${types.split("\n").length} lines of types`);
