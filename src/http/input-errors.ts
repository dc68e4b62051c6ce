import type { InputError } from "../problems.ts";

type Issue = { path: PropertyKey[]; message: string; code: string; values?: unknown };

/** What a validation library reports, as far as it is read here. */
type Issues = { issues: readonly Issue[] };

const AT_MOST = 20;
const LONGEST_SEGMENT = 60;

const places: Record<string, string> = { json: "body", form: "body", param: "path" };

/** The issues of a schema as problem errors: at most 20, and never a value that was sent. */
export function inputErrors(target: string, error: Issues): InputError[] {
  return error.issues.slice(0, AT_MOST).map((issue) => ({
    loc: [places[target] ?? target, ...issue.path.map(segment)],
    msg: explain(issue),
    type: issue.code,
  }));
}

/** The first error as a sentence: `priority must be one of: high, medium, low.` */
export function sentenceOf(errors: InputError[]): string {
  const [first] = errors;
  if (!first) return "The request does not fit its schema.";
  const place = first.loc.slice(1).join(".") || "The body";
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : "";
  return `${place}: ${first.msg}${more}.`;
}

function explain(issue: Issue): string {
  if (issue.code === "invalid_value" && Array.isArray(issue.values)) {
    return `must be one of ${issue.values.join(", ")}`;
  }
  if (issue.code === "unrecognized_keys") return "has fields that are not known here";
  return issue.message;
}

function segment(key: PropertyKey): string | number {
  return typeof key === "number" ? key : String(key).slice(0, LONGEST_SEGMENT);
}
