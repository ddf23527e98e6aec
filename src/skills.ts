import { readdir, readFile, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, join, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Attribution } from './nemo/nemo.ts';
import { parseSkill, type Skill, SkillError } from './skills/parse.ts';

/**
 * Reads the SKILL.md at a path, or in the folder at a path; `~/` is the home folder.
 * @throws SkillError when it cannot be read or used.
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
