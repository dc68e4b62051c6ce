import { problems, type ProblemCode } from "../problems.ts";
import { z } from "./zod.ts";

const InputErrorSchema = z
  .object({
    loc: z
      .array(z.union([z.string(), z.int()]))
      .openapi({ description: "Where: body, query, path or header, then the field." }),
    msg: z.string().openapi({ description: "What is wrong with it." }),
    type: z.string().openapi({ description: "The kind of rule that it breaks." }),
  })
  .openapi("InputError");

const allCodes = Object.keys(problems);

/** RFC 9457, with the members every client of the five originals reads. */
export const Problem = z
  .object({
    type: z.string().openapi({ description: "A page that explains the code." }),
    title: z.string().openapi({ description: "The kind of problem." }),
    status: z.int().openapi({ description: "The HTTP status." }),
    detail: z.string().openapi({ description: "What went wrong, in one sentence." }),
    instance: z.string().openapi({ description: "The path that was asked for." }),
    code: z.enum(allCodes).openapi({ description: "The problem, for programs." }),
    request_id: z.string().openapi({ description: "Quote it when you report the problem." }),
    errors: z
      .array(InputErrorSchema)
      .optional()
      .openapi({ description: "With `validation-failed`: each thing that is wrong, at most 20." }),
  })
  .openapi("Problem");

type ProblemOf<Code extends ProblemCode> = z.ZodType<
  Omit<z.infer<typeof Problem>, "code"> & { code: Code }
>;

type StatusOf<Code extends ProblemCode> = (typeof problems)[Code]["status"];

type CodeWith<Status extends number, Code extends ProblemCode> = Code extends ProblemCode
  ? StatusOf<Code> extends Status
    ? Code
    : never
  : never;

/** The error responses of a contract, by status, each with exactly the codes it can give. */
export type ProblemResponses<Code extends ProblemCode> = {
  [Status in StatusOf<Code>]: {
    description: string;
    content: { "application/problem+json": { schema: ProblemOf<CodeWith<Status, Code>> } };
  };
};
