import type { Ctx } from "../context.ts";
import { FileError } from "../files/byte-reader.ts";
import { dropFiles, storeFile, type StoredFile } from "../files/store-file.ts";
import type { Config } from "../env.ts";
import { logFailure } from "../log.ts";
import { ProblemError } from "../problems.ts";
import type { FileLink } from "./agents.schema.ts";

const FETCH_WITHIN_MS = 10_000;

/**
 * Fetches linked files straight into R2, as if the customer had sent them: only over https, only from the hosts
 * of AGENT_FILE_HOSTS, no redirects, all within ten seconds. `file-not-fetched`, `file-refused`: then none is kept.
 */
export async function fetchFiles(ctx: Ctx, links: FileLink[]): Promise<StoredFile[]> {
  const signal = AbortSignal.timeout(FETCH_WITHIN_MS);
  const files: StoredFile[] = [];
  try {
    for (const link of links) files.push(await fetchFile(ctx, link, signal));
    return files;
  } catch (error) {
    await dropFiles(ctx, files);
    if (error instanceof ProblemError) throw error;
    if (error instanceof FileError) {
      throw new ProblemError("file-refused", { detail: error.message });
    }
    logFailure(ctx.requestId, "fetch-file", error);
    throw new ProblemError("file-not-fetched", { cause: error });
  }
}

async function fetchFile(ctx: Ctx, link: FileLink, signal: AbortSignal): Promise<StoredFile> {
  const url = new URL(typeof link === "string" ? link : link.download_link);
  if (!mayFetch(ctx.config, url)) {
    const detail = "Links lead to https addresses of the hosts that this desk fetches files from.";
    throw new ProblemError("file-not-fetched", { detail });
  }
  const response = await fetch(url, { redirect: "manual", signal });
  if (!response.ok || !response.body) throw new ProblemError("file-not-fetched");
  const mediaType = response.headers.get("Content-Type")?.split(";")[0]?.trim() ?? null;
  const fileName = typeof link === "string" ? "" : (link.name ?? "");
  return storeFile(ctx, { name: "files", fileName, mediaType, body: response.body }, "claims");
}

/**
 * Whether a file may be fetched from there: https, a host of AGENT_FILE_HOSTS and no credentials in the address. In
 * development also this machine, if it is on the list.
 */
export function mayFetch(config: Pick<Config, "environment" | "agents">, url: URL): boolean {
  const { protocol, hostname, host, username, password } = url;
  const isLocal = config.environment !== "production" && hostname === "127.0.0.1";
  if (protocol !== "https:" && !(isLocal && protocol === "http:")) return false;
  if (username !== "" || password !== "") return false;
  return config.agents.fileHosts.some((allowed) =>
    allowed.startsWith("*.") ? host.endsWith(allowed.slice(1)) : host === allowed,
  );
}
