import { createRoute } from "@hono/zod-openapi";
import { administrator, allow, anyone, anyoneKnownOrNot, anyUser } from "../http/access.ts";
import { accessProblems, bodyProblems, fails, gives, json } from "../http/contract.ts";
import { feature } from "../http/feature.ts";
import { PagingQuery } from "../http/paging.ts";
import { reply } from "../http/reply.ts";
import { userOf } from "../http/user-of.ts";
import { z } from "../http/zod.ts";
import { changePassword } from "./change-password.ts";
import { currentUser } from "./current-user.ts";
import { setUserActive } from "./deactivate-user.ts";
import { listUsers } from "./list-users.ts";
import { logIn } from "./log-in.ts";
import { logOut } from "./log-out.ts";
import { register } from "./register.ts";
import {
  Credentials,
  Done,
  LoggedIn,
  NewPassword,
  NewUser,
  Registered,
  User,
  UserPage,
} from "./users.schema.ts";

/** One identity under the three paths that the documents name; `suffix` tells the operations apart. */
function identityUnder<Path extends string>(path: Path, suffix: string) {
  const tags = ["Identity"];
  return feature(path)
    .openapi(
      createRoute({
        method: "post",
        path: "/register",
        operationId: `register${suffix}`,
        tags,
        summary: "Make a user",
        description: "Makes a user and logs them in.",
        ...allow(anyoneKnownOrNot, { limits: ["login-address"], writes: true }),
        request: {
          headers: z.object({ "x-bootstrap-secret": z.string().max(200).optional() }),
          body: json(NewUser),
        },
        responses: {
          ...gives(200, Registered, "The user and an access token."),
          ...fails(
            ...accessProblems,
            ...bodyProblems,
            "username-taken",
            "email-taken",
            "weak-password",
            "limits-unavailable",
          ),
        },
      }),
      async (c) => {
        const secret = c.req.valid("header")["x-bootstrap-secret"];
        return reply(c, Registered, await register(c.get("ctx"), c.req.valid("json"), secret));
      },
    )
    .openapi(
      createRoute({
        method: "post",
        path: "/login",
        operationId: `logIn${suffix}`,
        tags,
        summary: "Log in",
        description: "Gives an access token for a username, or e-mail address, and password.",
        ...allow(anyone, { limits: ["login-address"], writes: true }),
        request: { body: json(Credentials) },
        responses: {
          ...gives(200, LoggedIn, "The access token and whose it is."),
          ...fails(
            ...bodyProblems,
            "wrong-credentials",
            "account-inactive",
            "rate-limited",
            "limits-unavailable",
            "database-unavailable",
          ),
        },
      }),
      async (c) => reply(c, LoggedIn, await logIn(c.get("ctx"), c.req.valid("json"))),
    )
    .openapi(
      createRoute({
        method: "get",
        path: "/me",
        operationId: `currentUser${suffix}`,
        tags,
        summary: "Who am I",
        description: "The user whose token was sent.",
        ...allow(anyUser, { limits: ["user"] }),
        responses: {
          ...gives(200, User, "The user."),
          ...fails(...accessProblems),
        },
      }),
      async (c) => reply(c, User, await currentUser(c.get("ctx"), userOf(c.get("ctx")))),
    )
    .openapi(
      createRoute({
        method: "post",
        path: "/logout",
        operationId: `logOut${suffix}`,
        tags,
        summary: "Log out",
        description: "Ends the session of the token that was sent, everywhere within a minute.",
        ...allow(anyUser, { limits: ["user"], writes: true }),
        responses: {
          ...gives(200, Done, "The session has ended."),
          ...fails(...accessProblems, "limits-unavailable"),
        },
      }),
      async (c) => {
        await logOut(c.get("ctx"), userOf(c.get("ctx")));
        return reply(c, Done, { detail: "Logged out." });
      },
    )
    .openapi(
      createRoute({
        method: "post",
        path: "/password",
        operationId: `changePassword${suffix}`,
        tags,
        summary: "Change the password",
        description: "Sets a new password and ends all sessions; the answer begins a new one.",
        ...allow(anyUser, { limits: ["login-address"], writes: true }),
        request: { body: json(NewPassword) },
        responses: {
          ...gives(200, LoggedIn, "The token of a new session."),
          ...fails(
            ...accessProblems,
            ...bodyProblems,
            "wrong-credentials",
            "weak-password",
            "limits-unavailable",
          ),
        },
      }),
      async (c) => {
        const ctx = c.get("ctx");
        return reply(c, LoggedIn, await changePassword(ctx, userOf(ctx), c.req.valid("json")));
      },
    );
}

export const supportIdentity = identityUnder("/api/auth", "");
export const assistantIdentity = identityUnder("/api/v1/auth", "V1");
export const portalIdentity = identityUnder("/auth", "Portal");

const UserId = z.object({
  user_id: z.string().min(1).max(100).openapi({ description: "The user's id." }),
});

/** Turns a user off or on, as the same contract under two names. */
function activation<Path extends string>(path: Path, id: string, isActive: boolean) {
  const state = isActive ? "active" : "inactive";
  const route = createRoute({
    method: "post",
    path,
    operationId: id,
    tags: ["Identity"],
    summary: isActive ? "Let a user in again" : "Deactivate a user",
    description: `Makes a user ${state}; their sessions end, at once on admin routes.`,
    ...allow(administrator, { limits: ["ip"], writes: true }),
    request: { params: UserId },
    responses: {
      ...gives(200, Done, `The user is ${state}.`),
      ...fails(...accessProblems, "validation-failed", "not-found", "limits-unavailable"),
    },
  });
  return { route, isActive, detail: `The user is ${state}.` };
}

const off = activation("/{user_id}/deactivate", "deactivateUser", false);
const on = activation("/{user_id}/activate", "activateUser", true);

export const userAdministration = feature("/api/admin/users")
  .openapi(
    createRoute({
      method: "get",
      path: "/",
      operationId: "listUsers",
      tags: ["Identity"],
      summary: "List users",
      description: "All users, inactive ones too, the newest first.",
      ...allow(administrator, { limits: ["ip"] }),
      request: { query: PagingQuery },
      responses: {
        ...gives(200, UserPage, "A page of users."),
        ...fails(...accessProblems, "validation-failed"),
      },
    }),
    async (c) => reply(c, UserPage, await listUsers(c.get("ctx"), c.req.valid("query"))),
  )
  .openapi(off.route, async (c) => {
    await setUserActive(c.get("ctx"), c.req.valid("param").user_id, off.isActive);
    return reply(c, Done, { detail: off.detail });
  })
  .openapi(on.route, async (c) => {
    await setUserActive(c.get("ctx"), c.req.valid("param").user_id, on.isActive);
    return reply(c, Done, { detail: on.detail });
  });
