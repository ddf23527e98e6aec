import { readdir, readFile, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, join, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import type { Attribution } from './nemo/nemo.ts';

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
  /** What a user might say after sending photos. */
  examples: Bilingual<string[]>;
  /** What things cost, for the first greeting and help. */
  creditsNote: Bilingual<string>;
  /** Usual time of a quick edit, in seconds. */
  quickEditSeconds: { from: number; to: number };
  /** Absolute path of the SKILL.md. */
  path: string;
  /** The Markdown below the frontmatter. */
  body: string;
  /** What was missing and filled in, for the operator's log. */
  warnings: string[];
}

/** A SKILL.md that can't be used; the message names file, line, field and what it should be. */
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

const line = z.string().trim().min(1);

/** What Reelay reads of `metadata`; other keys belong to others. */
const metadata = z.object({
  title: line.optional(),
  greeting: perLanguage(line, 'a text').optional(),
  examples: perLanguage(z.array(line).min(1), 'a list of texts').optional(),
  credits: perLanguage(line, 'a text').optional(),
  quickEditSeconds: z
    .string()
    .regex(/^\d{1,5}-\d{1,5}$/u, 'must be a range in seconds such as 30-60')
    .transform((range) => range.split('-').map(Number))
    .optional(),
});

const frontmatter = z.object({
  name: headerText('my-skill'),
  version: headerText(DEFAULT_VERSION).optional(),
  description: z.string({ error: 'must be a text' }).trim().default(''),
  metadata: z.preprocess(
    (value) => (typeof value === 'object' && !Array.isArray(value) ? (value ?? undefined) : undefined),
    metadata.optional(),
  ),
});

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

function both<T>(
  told: T | Partial<Bilingual<T>> | undefined,
  isOne: (value: unknown) => value is T,
  fallback: Bilingual<T>,
): Bilingual<T> {
  if (told === undefined) return fallback;
  if (isOne(told)) return { en: told, zh: told };
  return { en: told.en ?? told.zh ?? fallback.en, zh: told.zh ?? told.en ?? fallback.zh };
}
const isText = (value: unknown): value is string => typeof value === 'string';
const isList = (value: unknown): value is string[] => Array.isArray(value);

function titleOf(slug: string, body: string): string {
  const heading = /^#\s+(.+?)\s*#*$/mu.exec(body)?.[1]?.replace(/[*_`]/gu, '');
  return heading || slug.replace(/[-_]+/gu, ' ').replace(/\b\p{Ll}/gu, (letter) => letter.toUpperCase());
}

/** Where a skill was installed from, by the folder it lies in; both kinds of separators count. */
function platformOf(path: string): string {
  const folders = path.replace(/\\/gu, '/');
  if (folders.includes('/.clawhub/')) return 'clawhub';
  if (folders.includes('/.cursor/skills/')) return 'cursor';
  return 'unknown';
}

const FRONTMATTER = /^---[ \t]*\n(?:([\s\S]*?)\n)?---[ \t]*(?:\n|$)/u;

/**
 * Reads a SKILL.md's text. Needs a `name` in its frontmatter; everything else has a default.
 * @throws SkillError
 */
export function parseSkill(text: string, path: string): Skill {
  const clean = text.replace(/^\ufeff/u, '').replace(/\r\n?/gu, '\n');
  const front = FRONTMATTER.exec(clean);
  if (!front) throw new SkillError(path, 'line 1: must start with frontmatter between two lines of ---');

  const lines = new LineCounter();
  // All scalars as texts: otherwise YAML would make the version 1.10 the number 1.1.
  const document = parseDocument(front[1] ?? '', { schema: 'failsafe', lineCounter: lines });
  // The fence is the first line of the file.
  const lineAt = (offset: number) => lines.linePos(offset).line + 1;
  const [broken] = document.errors;
  if (broken)
    throw new SkillError(path, `line ${lineAt(broken.pos[0])}: not valid YAML: ${broken.message.split('\n')[0]}`);

  const read = frontmatter.safeParse(document.toJS() ?? {});
  if (!read.success) {
    const problems = read.error.issues.map(({ path: field, message }) => {
      const node = document.getIn(field, true);
      const range =
        typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range) ? node.range : [0];
      return `line ${lineAt(Number(range[0]))}: ${field.join('.') || 'frontmatter'} ${message}`;
    });
    throw new SkillError(path, problems.join('; '));
  }

  const { name, version, description, metadata: told } = read.data;
  const body = clean.slice(front[0].length).trim();
  const title = told?.title ?? titleOf(name, body);
  const [from = 30, to = 90] = told?.quickEditSeconds ?? [];
  return {
    slug: name,
    title,
    version: version ?? DEFAULT_VERSION,
    description,
    platform: platformOf(path),
    greeting: both(told?.greeting, isText, defaultGreeting(title)),
    examples: both(told?.examples, isList, DEFAULT_EXAMPLES),
    creditsNote: both(told?.credits, isText, DEFAULT_CREDITS),
    quickEditSeconds: { from: Math.min(from, to), to: Math.max(from, to) },
    path,
    body,
    warnings: version === undefined ? [`${path}: version is missing, taking ${DEFAULT_VERSION}`] : [],
  };
}

/**
 * Reads the SKILL.md at a path, or in the folder at a path; `~/` is the home folder.
 * @throws SkillError when it can't be read or used.
 */
export async function loadSkill(path: string): Promise<Skill> {
  const absolute = resolve(/^~[/\\]/u.test(path) ? join(homedir(), path.slice(2)) : path);
  let file = absolute;
  let text: string;
  try {
    if ((await stat(absolute)).isDirectory()) file = join(absolute, 'SKILL.md');
    text = await readFile(file, 'utf8');
  } catch (cause) {
    const why =
      cause instanceof Error && 'code' in cause && cause.code === 'ENOENT'
        ? 'there is no such file'
        : 'the file cannot be read';
    throw new SkillError(file, why, { cause });
  }
  return parseSkill(text, file);
}

/** One level up from here lies the project, both from src/ and from dist/. */
const BUNDLED = fileURLToPath(new URL('../skills/', import.meta.url));

/** The skills that come with Reelay, by slug. */
export async function bundledSkills(): Promise<Skill[]> {
  const entries = await readdir(BUNDLED, { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(BUNDLED, name));
  const skills = await Promise.all(folders.map(loadSkill));
  return skills.sort((a, b) => (a.slug < b.slug ? -1 : 1));
}

/**
 * The skill that the setting `SKILL` names: a bundled slug, or the path of any SKILL.md (or its folder).
 * @throws SkillError
 */
export async function resolveSkill(slugOrPath: string): Promise<Skill> {
  const wanted = slugOrPath.trim();
  const bundled = await bundledSkills();
  const found = bundled.find(({ slug }) => slug === wanted);
  if (found) return found;
  if (/[/\\]/u.test(wanted) || /\.md$/iu.test(basename(wanted))) return loadSkill(wanted);
  const slugs = bundled.map(({ slug }) => slug).join(', ');
  throw new SkillError(
    wanted || 'SKILL',
    `no such skill; it should be one of ${slugs}, or the path of a SKILL.md (such as .${sep}SKILL.md)`,
  );
}

/** The three attribution headers' values; `platformOverride` (the operator's setting) wins over the path. */
export function attributionFor(skill: Skill, platformOverride?: string): Attribution {
  return { source: skill.slug, version: skill.version, platform: platformOverride?.trim() || skill.platform };
}
