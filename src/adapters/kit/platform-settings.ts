import type { z } from 'zod';

/** A platform's part of the environment. */
export interface PlatformSettings<Shape extends z.ZodRawShape, Settings> {
  /** Its variables, all of them optional. */
  shape: Shape;
  /** Names of the variables whose values must never be shown. */
  secrets: readonly (keyof Shape & string)[];
  /** The platform's settings; undefined when it is not to run. */
  read(values: z.infer<z.ZodObject<Shape>>): Settings | undefined;
}

/** Ties the types of a platform's settings together. */
export function platformSettings<Shape extends z.ZodRawShape, Settings>(
  settings: PlatformSettings<Shape, Settings>,
): PlatformSettings<Shape, Settings> {
  return settings;
}
