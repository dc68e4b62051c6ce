/** What RFC 6749 calls the problems of a token request. `message` is the description. */
export class OAuthError extends Error {
  override readonly name = "OAuthError";
  readonly code: "invalid_request" | "invalid_grant" | "invalid_target" | "unsupported_grant_type";

  constructor(code: OAuthError["code"], description: string) {
    super(description);
    this.code = code;
  }
}
