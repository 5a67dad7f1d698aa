/** Every operation of the API by its name, in the document's order. */
import { accountOperations } from './accounts.ts';
import type { Operations, Parameter, Parameters } from './operation.ts';
import { contactOperations, userOperations } from './people.ts';
import {
  interactionOperations,
  metricOperations,
  noteOperations,
  statementOperations,
  subscriptionOperations,
  ticketOperations,
} from './records.ts';
import { reportOperations, searchOperations } from './reports.ts';

export const operations = {
  ...accountOperations,
  ...userOperations,
  ...contactOperations,
  ...metricOperations,
  ...subscriptionOperations,
  ...statementOperations,
  ...ticketOperations,
  ...interactionOperations,
  ...noteOperations,
  ...searchOperations,
  ...reportOperations,
} as const satisfies Operations;

/** Method and path of an operation, such as `GET /accounts/{id}`. */
export type OperationName = keyof typeof operations;

type Names<Path> = Path extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never;
type Fixed<Path> = Path extends `${infer Start}[${string}` ? Start : Path;

/** The values of the names in an operation's path, decoded; those of an end that may be left out are optional. */
export type PathValues<Name extends OperationName> = { readonly [name in Names<Fixed<Name>>]: string } & {
  readonly [name in Exclude<Names<Name>, Names<Fixed<Name>>>]?: string;
};

type ValueOf<P extends Parameter> = P extends { choices: readonly (infer Choice)[] }
  ? Choice
  : { boolean: boolean; integer: number; string: string; time: number }[P['type']];
type Always = { required: true } | { default: string | number | boolean };

/** The values of query parameters: undefined where one is left out that has no default. */
export type ParameterValues<P extends Parameters> = {
  readonly [name in keyof P]: P[name] extends Always ? ValueOf<P[name]> : ValueOf<P[name]> | undefined;
};
