/**
 * Finds the operation of a method and a path. Ids may hold any character, an encoded slash too, and an empty segment is an empty name,
 * so a path is split before it is decoded, once, and nothing of it is ever dropped but one trailing slash.
 */
import type { BoundOperation } from '../operations/table.ts';

export interface Match {
  readonly operation: BoundOperation;
  readonly params: { readonly [name: string]: string };
}

/** Either the match, or the methods that the path knows (none: no such path); or that an escape is malformed. */
export type Found = Match | { readonly allowed: readonly string[] } | 'malformed';

interface Shape {
  readonly segments: readonly string[];
  readonly operation: BoundOperation;
}

export class Router {
  readonly #shapes: readonly Shape[];

  constructor(operations: Iterable<BoundOperation>) {
    this.#shapes = [...operations].flatMap((operation) =>
      variants(operation.path).map((path) => ({ segments: path.split('/').slice(1), operation })),
    );
  }

  /** `path` is what follows `/api/v2`, still encoded. HEAD finds what GET finds. */
  find(method: string, path: string): Found {
    const encoded = path.split('/').slice(1);
    if (encoded.length > 1 && encoded.at(-1) === '') encoded.pop();
    // What is malformed fits no word of the table, and is told from what is unknown once an operation takes it.
    const segments = encoded.map(decode);
    const fitting = mostLiteral(this.#shapes.filter((shape) => fits(shape.segments, segments)));
    const wanted = method === 'HEAD' ? 'GET' : method;
    const shape = fitting.find(({ operation }) => operation.method === wanted);
    if (shape === undefined) return { allowed: allowedMethods(fitting) };
    const params: { [name: string]: string } = {};
    for (const [index, segment] of shape.segments.entries()) {
      if (!segment.startsWith('{')) continue;
      const value = segments[index];
      if (value === undefined) return 'malformed';
      params[segment.slice(1, -1)] = value;
    }
    return { operation: shape.operation, params };
  }
}

/** A path with each of its optional ends: `/a[/{b}][/{c}]` is `/a`, `/a/{b}` and `/a/{b}/{c}`. */
export function variants(path: string): string[] {
  const [fixed = '', ...optional] = path.split('[').map((part) => part.replace(']', ''));
  return optional.reduce((paths, part) => [...paths, (paths.at(-1) as string) + part], [fixed]);
}

const fits = (shape: readonly string[], segments: readonly (string | undefined)[]): boolean =>
  shape.length === segments.length && shape.every((part, index) => part.startsWith('{') || part === segments[index]);

/** A path that stands in the table by its own words is no id of another: `/notes/external_id` is not a note. */
function mostLiteral(shapes: readonly Shape[]): readonly Shape[] {
  const words = (shape: Shape): number => shape.segments.filter((segment) => !segment.startsWith('{')).length;
  const most = Math.max(...shapes.map(words));
  return shapes.filter((shape) => words(shape) === most);
}

function allowedMethods(shapes: readonly Shape[]): string[] {
  const methods = new Set<string>(shapes.map(({ operation }) => operation.method));
  if (methods.has('GET')) methods.add('HEAD');
  return [...methods].sort();
}

function decode(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}
