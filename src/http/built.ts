/** The address in what the build writes; the one that it is served at replaces it. */
export const BUILT_AT = "https://desk.invalid";

/**
 * A document that the build wrote from the routes and their schemas (`documents.ts`), for one address. What
 * describes them is a good part of both libraries and only needed then, so it stays out of the Worker.
 */
export async function readBuilt(assets: Fetcher, path: string, origin: string): Promise<string> {
  const built = await assets.fetch(new URL(`/documents${path}.txt`, BUILT_AT));
  if (!built.ok) throw new Error(`The build has left out ${path}.`);
  return (await built.text()).replaceAll(BUILT_AT, origin);
}
