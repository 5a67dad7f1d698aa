/**
 * Reads query parameters as an operation declares them: leniently where they only shape an answer, strictly where they
 * select records (guide, "All requests").
 */
import { ApiError } from '../domain/errors.ts';
import { readTime } from '../domain/time.ts';
import type { Operation, Parameter } from '../resources/operations/operation.ts';

export type QueryEntries = readonly (readonly [name: string, text: string])[];
type ParameterValue = string | number | boolean | undefined;

/**
 * The values of an operation's parameters by their names; of one that is given several times the first counts. Throws
 * `invalid_parameter` at the first parameter that is refused, in the order of the declaration.
 */
export function readParameters(
  { parameters, body, kind }: Operation,
  entries: QueryEntries,
): { readonly [name: string]: ParameterValue } {
  if (kind === 'change' && body === 'none') refuseUndeclared(Object.keys(parameters), entries);
  return Object.fromEntries(
    Object.entries(parameters).map(([name, parameter]) => {
      const text = entries.find(([key]) => key === name)?.[1];
      return [name, text === undefined ? absent(name, parameter) : readValue(name, parameter, text)];
    }),
  );
}

/** Refuses parameters that a delete does not declare, and those given twice: a slip must never widen a delete. */
function refuseUndeclared(names: readonly string[], entries: QueryEntries): void {
  const seen = new Set<string>();
  for (const [name] of entries) {
    if (name === 'api_key') continue;
    if (!names.includes(name)) throw invalid(name, `Unknown parameter '${name}'`);
    if (seen.has(name)) throw invalid(name, `Parameter '${name}' is given twice`);
    seen.add(name);
  }
}

function absent(name: string, parameter: Parameter): ParameterValue {
  if (parameter.required) throw invalid(name, `Missing required parameter: ${name}`);
  return parameter.default;
}

function readValue(name: string, parameter: Parameter, text: string): ParameterValue {
  switch (parameter.type) {
    case 'boolean':
      return readFlag(text) ?? otherwise(name, parameter, 'must be a boolean');
    case 'integer':
      return readInteger(text) ?? otherwise(name, parameter, 'must be a whole number');
    case 'time':
      return readTime(name, text);
    case 'string':
      return readText(name, parameter, text);
  }
}

/** Any integer but 0 and "true" in any case are true, 0 and "false" are false. */
function readFlag(text: string): boolean | undefined {
  if (/^[+-]?\d+$/.test(text)) return !/^[+-]?0+$/.test(text);
  const word = text.toLowerCase();
  return word === 'true' ? true : word === 'false' ? false : undefined;
}

const readInteger = (text: string): number | undefined =>
  /^\d+$/.test(text) ? Math.min(Number(text), Number.MAX_SAFE_INTEGER) : undefined;

function readText(name: string, parameter: Parameter, text: string): ParameterValue {
  const { choices, refuses, malformed } = parameter;
  if (refuses === 'empty' && text === '') throw invalid(name, `'${name}' value must not be empty`);
  if (refuses === 'blank' && text.trim() === '') throw invalid(name, `'${name}' value must not be blank`);
  if (choices === undefined) return text;
  const word = malformed === undefined ? text : text.toLowerCase();
  return choices.includes(word) ? word : otherwise(name, parameter, `must be one of: ${choices.join(', ')}`);
}

/** What a malformed value counts as; throws where it is refused. */
function otherwise(name: string, { malformed }: Parameter, must: string): ParameterValue {
  if (malformed === undefined) throw invalid(name, `'${name}' value ${must}`);
  return malformed;
}

const invalid = (name: string, message: string): ApiError => new ApiError('invalid_parameter', message, name);
