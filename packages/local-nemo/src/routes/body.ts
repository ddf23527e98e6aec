import { z } from 'zod';
import { invalid } from '../api-error.ts';

/** A request's body in the shape that the endpoint wants. @throws ApiError 422 that says what is wrong */
export function body<T>(schema: z.ZodType<T>, value: unknown): T {
  const read = schema.safeParse(value);
  if (!read.success) throw invalid(z.prettifyError(read.error));
  return read.data;
}
