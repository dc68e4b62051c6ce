import type { ProblemCode } from "../problems.ts";

/** What a room answers: errors lose their class between objects, so problems travel as codes. */
export type Outcome<T> = { ok: T } | { problem: ProblemCode } | { isUnopened: true };
