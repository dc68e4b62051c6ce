type Json = Record<string, unknown>;

/**
 * A schema in the words that OpenAPI 3.0 and 3.1 read the same way, as makers of agents need it: what may be null is
 * optional instead, constants are enumerations, and bounds that one cannot reach are left to the description.
 */
export function plain(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(plain);
  if (!isObject(schema)) return schema;
  const { exclusiveMinimum: _bound, const: constant, ...rest } = withoutNull(schema);
  const entries = Object.entries(rest).map(([key, value]) => [
    key,
    key === "properties" && isObject(value)
      ? plainProperties(value)
      : isData(key)
        ? value
        : plain(value),
  ]);
  const result: Json = Object.fromEntries(entries);
  if (constant !== undefined) result["enum"] = [constant];
  const { required, properties } = schema;
  if (Array.isArray(required) && isObject(properties)) {
    const always = required.filter((name) => !mayBeNull(properties[name]));
    if (always.length > 0) result["required"] = always;
    else delete result["required"];
  }
  return result;
}

/** A schema that extends others, as one object with the properties of all. */
export function flattened(schema: unknown, components: Json): unknown {
  if (Array.isArray(schema)) return schema.map((part) => flattened(part, components));
  if (!isObject(schema)) return schema;
  const { allOf, ...rest } = schema;
  if (!Array.isArray(allOf)) {
    const entries = Object.entries(schema).map(([key, value]) => [
      key,
      flattened(value, components),
    ]);
    return Object.fromEntries(entries);
  }
  const parts = [...allOf, rest].map((part) => flattened(target(part, components), components));
  const objects = parts.filter(isObject);
  const required = objects.flatMap((part) =>
    Array.isArray(part["required"]) ? part["required"] : [],
  );
  const properties = objects.map((part) =>
    isObject(part["properties"]) ? part["properties"] : {},
  );
  return {
    ...Object.assign({}, ...objects),
    type: "object",
    properties: Object.assign({}, ...properties),
    ...(required.length > 0 ? { required: [...new Set(required)] } : {}),
  };
}

/** What a reference leads to, or the schema itself. */
function target(schema: unknown, components: Json): unknown {
  const reference = isObject(schema) ? schema["$ref"] : undefined;
  return typeof reference === "string" ? components[reference.split("/").at(-1) ?? ""] : schema;
}

/** A schema with everything it refers to in its place. */
export function inlined(schema: unknown, components: Json): unknown {
  if (Array.isArray(schema)) return schema.map((part) => inlined(part, components));
  if (!isObject(schema)) return schema;
  const { $ref: _reference, ...rest } = schema;
  const meant = target(schema, components);
  const merged = isObject(meant) ? { ...meant, ...rest } : rest;
  const { $ref: _target, ...placed } = merged;
  return Object.fromEntries(
    Object.entries(placed).map(([key, value]) => [
      key,
      isData(key) ? value : inlined(value, components),
    ]),
  );
}

function plainProperties(properties: Json): Json {
  return Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [name, plain(value)]),
  );
}

/** What is an example of data, or a list of it, and no schema. */
function isData(key: string): boolean {
  return ["example", "examples", "default", "enum", "required"].includes(key);
}

function withoutNull(schema: Json): Json {
  const { type, enum: values } = schema;
  const choices = Object.entries(schema).find(([key]) => key === "anyOf" || key === "oneOf");
  const result = { ...schema };
  if (Array.isArray(type)) {
    const others = type.filter((one) => one !== "null");
    result["type"] = others.length === 1 ? others[0] : others;
  }
  if (Array.isArray(values)) result["enum"] = values.filter((value) => value !== null);
  if (choices && Array.isArray(choices[1])) {
    const others = choices[1].filter((one) => !isObject(one) || one["type"] !== "null");
    const [only] = others;
    if (others.length > 1 || !isObject(only)) return { ...result, [choices[0]]: others };
    const { [choices[0]]: _choices, ...without } = result;
    return withoutNull({ ...only, ...without });
  }
  return result;
}

function mayBeNull(schema: unknown): boolean {
  if (!isObject(schema)) return false;
  const { type, anyOf, oneOf } = schema;
  const isNull = (one: unknown) => isObject(one) && one["type"] === "null";
  const choices = [anyOf, oneOf].filter((list) => Array.isArray(list)).flat();
  return (Array.isArray(type) && type.includes("null")) || choices.some(isNull);
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
