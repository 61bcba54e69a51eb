import { Buffer } from 'node:buffer';
import { types } from 'node:util';

export type Scalar = string | number | boolean;

/** Whether the value is bytes, which travel as base64 (protocol O15). */
export function isBytes(value: unknown): value is ArrayBufferView | ArrayBuffer {
  return ArrayBuffer.isView(value) || types.isArrayBuffer(value);
}

export function base64(bytes: ArrayBufferView | ArrayBuffer): string {
  return ArrayBuffer.isView(bytes)
    ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
    : Buffer.from(bytes).toString('base64');
}

/** The value as HEC takes it in a field; `undefined` when it is none, or made of several. */
export function toScalar(value: unknown): Scalar | undefined {
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'bigint') return String(value);
  if (types.isDate(value)) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString();
  return isBytes(value) ? base64(value) : undefined;
}

/** Whether the value is an object made of names and values, rather than an instance of something. */
export function isPlain(value: object): value is Record<string, unknown> {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** What an object that is no array consists of, by name. */
export function members(value: object): readonly (readonly [string, unknown])[] {
  if (types.isNativeError(value)) {
    const { name, message, stack, cause } = value;
    return [...Object.entries({ name, message, stack, cause }), ...Object.entries(value)];
  }
  if (types.isMap(value)) return [...value].map(([name, inner]) => [String(name), inner]);
  if (types.isSet(value)) return [...value].map((inner, at) => [String(at), inner]);
  if (isPlain(value) || !('toJSON' in value) || typeof value.toJSON !== 'function') return Object.entries(value);
  const json: unknown = value.toJSON();
  return typeof json === 'object' && json !== null ? Object.entries(json) : [['value', json]];
}
