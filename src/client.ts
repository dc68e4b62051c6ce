import { hc, type ClientRequestOptions } from "hono/client";
import type { features } from "./app.ts";

type Features = (typeof features)[number];

/**
 * The typed client of the desk: paths, inputs, answers and problem codes as the routes declare them.
 * `deskClient("https://desk.example", { headers: { Authorization: "Bearer …" } })`
 */
export function deskClient(origin: string, options?: ClientRequestOptions) {
  return hc<Features>(origin, options);
}
