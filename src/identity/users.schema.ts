import { Email } from "../customers/contact.ts";
import { pageOf } from "../http/paging.ts";
import { plainText } from "../http/text.ts";
import { z } from "../http/zod.ts";
import { isStorable } from "../storable.ts";
import { roles, type users } from "./users.tables.ts";

const Username = z
  .string()
  .trim()
  .min(1)
  .max(50)
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}._ -]*$/u, {
    error: "may have letters, digits, dots, blanks, hyphens and underscores",
  })
  .openapi({
    pattern: "^[\\p{L}\\p{N}][\\p{L}\\p{N}._ -]*$",
    description: "The name to log in with.",
    example: "anna",
  });

const Password = z
  .string()
  .min(8)
  .max(128)
  .openapi({ description: "8 to 128 characters; not one of the passwords everybody knows." });

export const NewUser = z
  .object({
    username: Username,
    email: Email.optional(),
    password: Password,
    user_type: z.enum(roles).default("customer").openapi({
      description: "`admin` needs an admin's token or the header X-Bootstrap-Secret.",
    }),
    full_name: plainText(200).optional().openapi({ description: "Full name." }),
    name: plainText(200).optional().openapi({ description: "Same as full_name." }),
    phone: plainText(40).optional().openapi({ description: "Phone number." }),
  })
  .openapi("NewUser");
export type NewUser = z.infer<typeof NewUser>;

export const Credentials = z
  .object({
    username: z
      .string()
      .min(1)
      .max(254)
      .refine(isStorable, { error: "has characters that are no text" })
      .openapi({ description: "Username or e-mail address." }),
    password: z.string().min(1).max(128).openapi({ description: "The password." }),
  })
  .openapi("Credentials");
export type Credentials = z.infer<typeof Credentials>;

export const NewPassword = z
  .object({
    current_password: Credentials.shape.password,
    new_password: Password,
  })
  .openapi("NewPassword");
export type NewPassword = z.infer<typeof NewPassword>;

/** A user as every surface shows it: the union of what the documents name. */
export const User = z
  .object({
    id: z.string().openapi({ description: "The user's id." }),
    user_id: z.string().openapi({ description: "The same id." }),
    username: z.string().openapi({ description: "The name to log in with." }),
    email: z.string().nullable().openapi({ description: "E-mail address." }),
    full_name: z.string().nullable().openapi({ description: "Full name." }),
    phone: z.string().nullable().openapi({ description: "Phone number." }),
    user_type: z.enum(roles).openapi({ description: "What the user may do." }),
    role: z.enum(roles).openapi({ description: "Same as user_type." }),
    is_admin: z.boolean().openapi({ description: "Whether that is everything." }),
    is_active: z.boolean().openapi({ description: "Whether the user may log in." }),
    customer_id: z.string().nullable().openapi({ description: "The customer they belong to." }),
    created_at: z.iso.datetime().openapi({ description: "Since when." }),
  })
  .openapi("User");
export type User = z.infer<typeof User>;

export const UserPage = pageOf(User).openapi("UserPage");

const token = {
  access_token: z.string().openapi({ description: "Send it as `Authorization: Bearer …`." }),
  token_type: z.literal("bearer").openapi({ description: "How to send it." }),
  expires_in: z.int().openapi({ description: "For how many seconds it is good." }),
};

export const Registered = User.extend(token).openapi("Registered");
export type Registered = z.infer<typeof Registered>;

export const LoggedIn = User.pick({ user_id: true, username: true, user_type: true, role: true })
  .extend(token)
  .openapi("LoggedIn");
export type LoggedIn = z.infer<typeof LoggedIn>;

export const Done = z
  .object({ detail: z.string().openapi({ description: "What was done." }) })
  .openapi("Done");

/** The row of a user as its owner and admins may see it; never the password's hash. */
export function presentUser(row: Omit<typeof users.$inferSelect, "passwordHash">): User {
  return {
    id: row.id,
    user_id: row.id,
    username: row.username,
    email: row.email,
    full_name: row.fullName,
    phone: row.phone,
    user_type: row.role,
    role: row.role,
    is_admin: row.role === "admin",
    is_active: row.isActive,
    customer_id: row.customerId,
    created_at: row.createdAt,
  };
}
