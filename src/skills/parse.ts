import { z } from 'zod';
import { type BodyFacts, readBody } from './body.ts';
import { readFrontmatter } from './frontmatter.ts';

/** One text per language of the bot. */
export interface Bilingual<T> {
  en: T;
  zh: T;
}

/** A SKILL.md as the bot uses it. */
export interface Skill {
  /** Frontmatter `name`; sent as `X-Skill-Source`. */
  slug: string;
  title: string;
  version: string;
  description: string;
  /** `clawhub`, `cursor` or `unknown`, from where the file lies. */
  platform: string;
  greeting: Bilingual<string>;
  /** What a user might say after sending photos. At most eight of each language. */
  examples: Bilingual<string[]>;
  /** What things cost, for the first greeting and help. */
  creditsNote: Bilingual<string>;
  /** Usual time of a quick edit, in seconds. */
  quickEditSeconds: { from: number; to: number };
  /** Extensions of the files that the body says it takes, lower case; may be empty. */
  fileTypes: string[];
  /** Absolute path of the SKILL.md. */
  path: string;
  /** The Markdown below the frontmatter. */
  body: string;
  /** What was missing and filled in, for the operator's log. */
  warnings: string[];
}

/** A SKILL.md that cannot be used; the message names file, line, field and what it should be. */
export class SkillError extends Error {
  override readonly name = 'SkillError';
  readonly path: string;

  constructor(path: string, problem: string, options?: ErrorOptions) {
    super(`${path}: ${problem}`, options);
    this.path = path;
  }
}

const DEFAULT_VERSION = '1.0.0';
const HEADER_VALUE = /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/u;

const headerText = (example: string) =>
  z
    .string({ error: `must be a text such as ${example}` })
    .trim()
    .max(128, 'must have at most 128 characters')
    .regex(HEADER_VALUE, `must be plain ASCII such as ${example}, since it is sent in a header`);

const perLanguage = <T extends z.ZodType>(one: T, shape: string) =>
  z.union([z.object({ en: one.optional(), zh: one.optional() }), one], {
    error: `must be ${shape}, or one per language under en and zh`,
  });

const line = z.string().trim().min(1).max(2000);

/** What Reelay reads of `metadata`, where it overrides the body; other keys belong to others. */
const METADATA = {
  title: line,
  greeting: perLanguage(line, 'a text'),
  examples: perLanguage(z.array(line).min(1), 'a list of texts'),
  credits: perLanguage(line, 'a text'),
  quickEditSeconds: z
    .string()
    .regex(/^\d{1,5}-\d{1,5}$/u, 'must be a range in seconds such as 30-60')
    .transform((range) => range.split('-').map(Number)),
};
type Metadata = { [K in keyof typeof METADATA]?: z.infer<(typeof METADATA)[K]> };

/** The fields that are sent in headers; a skill cannot do without them. */
const HEADERS = { name: headerText('my-skill'), version: headerText(DEFAULT_VERSION).optional() };

const DEFAULT_EXAMPLES: Bilingual<string[]> = {
  en: [
    'Slow zoom on each photo, soft crossfades, calm music',
    'Add the title "Summer" at the start',
    'Make it 9:16 for my phone',
  ],
  zh: ['每张照片缓慢放大，柔和转场，配轻音乐', '开头加上标题“夏天”', '改成竖屏 9:16'],
};
const DEFAULT_CREDITS: Bilingual<string> = {
  en: 'Generating a clip costs about 100 credits and an editing session about 50; exports are free.',
  zh: '生成一段素材约 100 积分，一次剪辑约 50 积分；导出免费。',
};
const defaultGreeting = (title: string): Bilingual<string> => ({
  en: `Hi! This is ${title}. Send me your photos, tell me what you want, and I'll post the finished video here.`,
  zh: `你好！这里是 ${title}。把照片发给我，说说想要的效果，我会把做好的视频发到这里。`,
});

/** The first text for each language that is stated somewhere: in the frontmatter, the body, by default. */
function bilingual<T>(
  stated: T | Partial<Bilingual<T>> | undefined,
  isOne: (value: unknown) => value is T,
  inBody: Partial<Bilingual<T>>,
  fallback: Bilingual<T>,
): Bilingual<T> {
  if (isOne(stated)) return { en: stated, zh: stated };
  const { en, zh }: Partial<Bilingual<T>> = stated ?? {};
  return { en: en ?? inBody.en ?? zh ?? fallback.en, zh: zh ?? inBody.zh ?? en ?? fallback.zh };
}
const isText = (value: unknown): value is string => typeof value === 'string';
const isList = (value: unknown): value is string[] => Array.isArray(value);

const UPPER_CASE = new Set(['ai', 'hd', '4k', '3d', 'tv', 'ugc', 'gif', 'mp4']);
const LOWER_CASE = new Set(['to', 'in', 'of', 'and', 'for', 'with', 'from', 'the', 'a', 'an', 'on', 'by']);

/** A title made of the slug: `ai-image-to-video` is "AI Image to Video". */
function titleOfSlug(slug: string): string {
  return slug
    .split(/[-_\s]+/u)
    .filter(Boolean)
    .map((word, index) => {
      if (UPPER_CASE.has(word.toLowerCase())) return word.toUpperCase();
      if (index > 0 && LOWER_CASE.has(word.toLowerCase())) return word.toLowerCase();
      return word.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase());
    })
    .join(' ');
}

/** Where a skill was installed from, by the folder it lies in; both kinds of separators count. */
function platformOf(path: string): string {
  const folders = path.replace(/\\/gu, '/');
  if (folders.includes('/.clawhub/')) return 'clawhub';
  if (folders.includes('/.cursor/skills/')) return 'cursor';
  return 'unknown';
}

const FENCE = /^---[ \t]*$/u;
/** Longest SKILL.md, in characters; the longest public ones have some ten thousand. */
const MAX_SKILL = 1024 * 1024;

/** Splits frontmatter and body; `before` is the number of empty lines before the first fence. */
function split(text: string, path: string): { front: string; body: string; before: number } {
  const open = text.length - text.trimStart().length;
  const first = endOfLine(text, open);
  if (FENCE.test(text.slice(open, first))) {
    for (let at = text.indexOf('\n---', first); at !== -1; at = text.indexOf('\n---', at + 1)) {
      const end = endOfLine(text, at + 1);
      if (!FENCE.test(text.slice(at + 1, end))) continue;
      const before = text.slice(0, open).split('\n').length - 1;
      return { front: text.slice(first + 1, Math.max(at, first + 1)), body: text.slice(end).trim(), before };
    }
  }
  throw new SkillError(path, 'line 1: must start with frontmatter between two lines of ---');
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end === -1 ? text.length : end;
}

/**
 * Reads a SKILL.md's text. Greeting, examples, times, prices and file types stand in the body; `metadata` in the
 * frontmatter may override them. Needs a `name` that can be sent in a header; everything else has a default, and what
 * cannot be used of it is a warning.
 * @throws SkillError
 */
export function parseSkill(text: string, path: string): Skill {
  if (text.length > MAX_SKILL) throw new SkillError(path, `longer than ${MAX_SKILL} characters`);
  const { front, body, before } = split(text.replace(/^\ufeff/u, '').replace(/\r\n?/gu, '\n'), path);
  const { fields, lineOf, problem } = readFrontmatter(front);
  const lineAt = (field: string) => lineOf(field) + before;
  const warnings = problem === undefined ? [] : [`${path}: ${problem}; reading its simple lines`];

  const { name, version } = headersOf(fields, path, lineAt, problem);
  if (version === undefined) warnings.push(`${path}: version is missing, taking ${DEFAULT_VERSION}`);
  const stated = metadataOf(fields.metadata, (field, why) => {
    warnings.push(`${path}: line ${lineAt('metadata')}: metadata.${field} ignored: ${why}`);
  });
  const facts = readBody(body);
  const title = titleOf(fields, stated) ?? titleOfSlug(name);
  return {
    slug: name,
    title,
    version: version ?? DEFAULT_VERSION,
    description: descriptionOf(fields.description),
    platform: platformOf(path),
    ...wordsOf(stated, facts, title),
    quickEditSeconds: timeOf(stated, facts),
    fileTypes: facts.fileTypes,
    path,
    body,
    warnings,
  };
}

function headersOf(
  fields: Record<string, unknown>,
  path: string,
  lineAt: (field: string) => number,
  problem: string | undefined,
): { name: string; version?: string } {
  const read = z.object(HEADERS).safeParse(fields);
  if (read.success) return read.data;
  const problems = read.error.issues.map(({ path: [field = ''], message }) => {
    const at = field in fields ? lineAt(String(field)) : lineAt('') + 1;
    return `line ${at}: ${String(field)} ${message}`;
  });
  throw new SkillError(path, [...problems, ...(problem === undefined ? [] : [problem])].join('; '));
}

/** The fields of `metadata` that can be used; the others are reported. */
function metadataOf(value: unknown, onProblem: (field: string, why: string) => void): Metadata {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
  const given: Record<string, unknown> = { ...value };
  const found: Record<string, unknown> = {};
  for (const [field, schema] of Object.entries(METADATA)) {
    if (given[field] === undefined) continue;
    const read = schema.safeParse(given[field]);
    if (read.success) found[field] = read.data;
    else onProblem(field, read.error.issues[0]?.message ?? 'not usable');
  }
  return found;
}

function titleOf(fields: Record<string, unknown>, stated: Metadata): string | undefined {
  const metadata: Record<string, unknown> = typeof fields.metadata === 'object' ? { ...fields.metadata } : {};
  const given = [stated.title, fields.displayName, fields.display_name, metadata.displayName, metadata.display_name];
  const title = given.find((value) => typeof value === 'string' && value.trim() !== '');
  return typeof title === 'string' ? title.trim().slice(0, 100) : undefined;
}

function descriptionOf(value: unknown): string {
  const text = Array.isArray(value) ? value.filter(isText).join(', ') : value;
  return isText(text) ? text.trim() : '';
}

function wordsOf(
  stated: Metadata,
  facts: BodyFacts,
  title: string,
): Pick<Skill, 'greeting' | 'examples' | 'creditsNote'> {
  return {
    greeting: bilingual(stated.greeting, isText, facts.greeting, defaultGreeting(title)),
    examples: bilingual(stated.examples, isList, facts.examples, DEFAULT_EXAMPLES),
    creditsNote: bilingual(stated.credits, isText, facts.credits, DEFAULT_CREDITS),
  };
}

function timeOf(stated: Metadata, facts: BodyFacts): Skill['quickEditSeconds'] {
  const [from = 30, to = 90] = stated.quickEditSeconds ?? [facts.quickEditSeconds?.from, facts.quickEditSeconds?.to];
  return { from: Math.min(from, to), to: Math.max(from, to) };
}
