// Answers questions about GraphQL by the reference implementation: a JSON object a line in, one a line out.
import { createInterface } from 'node:readline';
import {
  buildClientSchema, buildSchema, execute, getIntrospectionQuery, lexicographicSortSchema, parse, printSchema, validate, validateSchema,
} from 'graphql';
import { auditServer } from 'graphql-http';

const schemas = new Map();

function schemaOf(definition) {
  if (!schemas.has(definition)) schemas.set(definition, buildSchema(definition));
  return schemas.get(definition);
}

const tell = ({ message, locations, path }) => ({ message, locations: locations ?? [], path });

/** Data in JSON: a property is a field, an object with `$error` fails, and a field with arguments tells what it got. */
function resolve(source, args, _context, info) {
  if (Object.keys(args).length > 0) return JSON.stringify(args);
  return reviveErrors(source[info.fieldName]);
}

function reviveErrors(value) {
  if (Array.isArray(value)) return value.map(reviveErrors);
  return value !== null && typeof value === 'object' && '$error' in value ? new Error(value.$error) : value;
}

const questions = {
  check({ schema, text }) {
    let document;
    try {
      document = parse(text);
    } catch (error) {
      return { errors: [tell(error)], syntax: true };
    }
    return { errors: validate(schemaOf(schema), document).map(tell), syntax: false };
  },

  checkAll: ({ schema, texts }) => ({ answers: texts.map((text) => questions.check({ schema, text })) }),

  async execute({ schema, text, variables, operationName, data }) {
    const result = await execute({
      schema: schemaOf(schema), document: parse(text), variableValues: variables, operationName, rootValue: data, fieldResolver: resolve,
    });
    return { data: result.data, hasData: 'data' in result, errors: (result.errors ?? []).map(tell) };
  },

  printSchema: ({ schema }) => ({ text: printSchema(lexicographicSortSchema(schemaOf(schema))), errors: validateSchema(schemaOf(schema)).map(tell) }),

  printUnsorted: ({ schema }) => ({ text: printSchema(schemaOf(schema)) }),

  printIntrospection: ({ introspection }) => ({ text: printSchema(lexicographicSortSchema(buildClientSchema(introspection))) }),

  introspectionQuery: () => ({ text: getIntrospectionQuery({ specifiedByUrl: true, directiveIsRepeatable: true, schemaDescription: true, inputValueDeprecation: true, oneOf: true }) }),

  async audit({ url }) {
    const results = await auditServer({ url });
    return { results: results.map((r) => ({ id: r.id, name: r.name, status: r.status, reason: r.reason })) };
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const { question, ...input } = JSON.parse(line);
  let answer;
  try {
    answer = await questions[question](input);
  } catch (error) {
    answer = { failure: String(error.stack ?? error) };
  }
  process.stdout.write(JSON.stringify(answer) + '\n');
}
