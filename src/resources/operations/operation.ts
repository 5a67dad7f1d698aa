/**
 * The vocabulary in which operations are declared. An operation is one method of one path. Its declaration is pure
 * data: routing, the reading of parameters and the reference derive from it; its handler is a function of `api/`.
 */

export const scopes = ['read', 'write', 'admin'] as const;
/** What an API key may do; each scope includes those before it. */
export type Scope = (typeof scopes)[number];

/**
 * `keyed` reads a few rows by key, `scan` may read a whole table; an `upload` is a batch, of which a tenant sends one
 * at a time; `change` is any other write.
 */
export type OperationKind = 'keyed' | 'scan' | 'upload' | 'change';

/** A query parameter. */
export interface Parameter {
  readonly type: 'boolean' | 'integer' | 'string' | 'time';
  readonly doc: string;
  readonly required?: true;
  /** The value that the handler gets when the parameter is left out. */
  readonly default?: string | number | boolean;
  readonly choices?: readonly string[];
  /** What a malformed value counts as, where it is not refused. */
  readonly malformed?: string | number | boolean;
  /** Texts that are refused: the empty one, or all that hold nothing but white space. */
  readonly refuses?: 'empty' | 'blank';
}
export interface Parameters {
  readonly [name: string]: Parameter;
}

/** What the request's body holds: the records of an upload, the one record of a PUT, or search conditions. */
export type Body = 'none' | { readonly records: string } | { readonly data: string } | { readonly conditions: string };

/**
 * What is answered, by the name of a declared output: a page of a list, the records that the path names, or every row
 * of a report; the results of an upload or of a PUT; or nothing but the status.
 */
export type AnswerKind =
  | 'status'
  | 'upload'
  | 'modification'
  | { readonly list: string }
  | { readonly one: string }
  | { readonly report: string };

export interface Operation {
  readonly kind: OperationKind;
  readonly scope: Scope;
  /** One line, without a period. */
  readonly summary: string;
  readonly parameters: Parameters;
  readonly body: Body;
  readonly answers: AnswerKind;
  /**
   * What it reads changes by the clock alone, so instants that are due are passed before it: those of the account whose
   * `id` the path names, or those of all accounts.
   */
  readonly timed?: 'account' | 'tenant';
  /** Not part of the API document. */
  readonly ours?: true;
}

/** Operations by method and path, such as `GET /accounts/{id}`; an end of a path in square brackets may be left out. */
export interface Operations {
  readonly [name: string]: Operation;
}

/** Where a list begins and how it is sorted: the parameters of every paged answer. */
export const paging = {
  page: { type: 'integer', default: 0, malformed: 0, doc: 'Page to answer, counted from 0.' },
  cursor: { type: 'string', doc: 'Value of `next_cursor` in the previous answer; the page after it is answered.' },
  order_by: { type: 'string', doc: 'Field to sort by; an unknown name counts as the default.' },
  direction: { type: 'string', choices: ['asc', 'desc'], malformed: 'desc', doc: 'Direction of the sort.' },
} as const satisfies Parameters;

export const includeInactive = {
  include_inactive: { type: 'boolean', malformed: false, doc: 'Also answer what is inactive; false when left out.' },
} as const satisfies Parameters;

/** A filter that narrows an answer, a report or a delete to one account. */
export const ofAccount = {
  account_id: { type: 'string', refuses: 'blank', doc: 'Only of this account.' },
} as const satisfies Parameters;

export const modifiedSince = {
  modify_time: { type: 'time', doc: 'Only records changed at this time or later, epoch milliseconds.' },
} as const satisfies Parameters;

export const none = {} as const satisfies Parameters;

const ours = { ours: true } as const;
type Mark = typeof ours | typeof none;
/** Marks an operation that the API document does not have. */
export const notInDocument: Mark = ours;

export const list = <const P extends Parameters>(of: string, summary: string, parameters: P, mark: Mark = none) => ({
  kind: 'scan' as const,
  scope: 'read' as const,
  summary,
  parameters: { ...paging, ...parameters },
  body: 'none' as const,
  answers: { list: of },
  ...mark,
});

export const keyed = <const P extends Parameters>(of: string, summary: string, parameters: P) => ({
  kind: 'keyed' as const,
  scope: 'read' as const,
  summary,
  parameters,
  body: 'none' as const,
  answers: { one: of },
});

export const search = <const P extends Parameters>(of: string, summary: string, parameters: P) => ({
  kind: 'scan' as const,
  scope: 'read' as const,
  summary,
  parameters: { ...paging, ...parameters },
  body: { conditions: of },
  answers: { list: of },
});

export const upload = (of: string, summary: string) => ({
  kind: 'upload' as const,
  scope: 'write' as const,
  summary,
  parameters: none,
  body: { records: of },
  answers: 'upload' as const,
});

export const modify = (of: string, summary: string) => ({
  kind: 'change' as const,
  scope: 'write' as const,
  summary,
  parameters: none,
  body: { data: of },
  answers: 'modification' as const,
});

/** A DELETE: it refuses parameters that are not declared, since one that is misspelt would widen it. */
export const remove = <const P extends Parameters>(summary: string, parameters: P, mark: Mark = none) => ({
  kind: 'change' as const,
  scope: 'write' as const,
  summary,
  parameters,
  body: 'none' as const,
  answers: 'status' as const,
  ...mark,
});
