import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { attributionFor, bundledSkills, loadSkill, parseSkill, resolveSkill, SkillError } from '../src/skills.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'skills-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function install(text: string, ...path: string[]): Promise<string> {
  const dir = join(folder, ...path);
  await mkdir(dir, { recursive: true });
  await writeFile(join(dir, 'SKILL.md'), text);
  return join(dir, 'SKILL.md');
}

const MINIMAL = '---\nname: my-skill\nversion: 2.10\ndescription: Makes films.\n---\n\n# My *own* Skill\n\nText.\n';

describe('the bundled skills', () => {
  it('are five, complete in both languages', async () => {
    const skills = await bundledSkills();
    expect(skills.map(({ slug, title, quickEditSeconds: { from, to } }) => [slug, title, from, to])).toEqual([
      ['ai-image-in-video-generator', 'AI Image in Video Generator', 30, 60],
      ['ai-image-to-video-king', 'AI Image to Video King', 30, 60],
      ['ai-image-to-video-motion', 'AI Image to Video Motion', 20, 45],
      ['image-to-video-deevid', 'Image to Video - Deevid', 30, 60],
      ['image-to-video-hd', 'Image to Video HD', 30, 90],
    ]);
    for (const skill of skills) {
      expect(skill.version).toBe('1.0.0');
      expect(skill.description).not.toBe('');
      expect(skill.greeting.en).toContain(skill.title);
      expect(skill.greeting.zh).toMatch(/\p{Script=Han}/u);
      expect(skill.examples.en.length).toBeGreaterThanOrEqual(3);
      expect(skill.examples.zh.join('')).toMatch(/\p{Script=Han}/u);
      expect(skill.body).toContain('## Ways of working');
      expect(skill.warnings).toEqual([]);
    }
  });

  it('are found by slug', async () => {
    expect((await resolveSkill('image-to-video-hd')).title).toBe('Image to Video HD');
  });
});

describe('any other SKILL.md', () => {
  it('works with name, version and description alone', async () => {
    const path = await install(MINIMAL, 'other');
    const skill = await resolveSkill(path);
    expect(skill).toMatchObject({
      slug: 'my-skill',
      version: '2.10',
      description: 'Makes films.',
      title: 'My own Skill',
      platform: 'unknown',
      path,
      body: '# My *own* Skill\n\nText.',
      warnings: [],
    });
    expect(skill.greeting.en).toContain('My own Skill');
    expect(skill.greeting.zh).toContain('My own Skill');
    expect(skill.examples.en.length).toBeGreaterThan(0);
    expect(skill.creditsNote.zh).toContain('积分');
  });

  it('is found by its folder, too', async () => {
    await install(MINIMAL, 'other');
    expect((await loadSkill(join(folder, 'other'))).slug).toBe('my-skill');
  });

  it('may have CRLF lines, a BOM, and metadata of others', () => {
    const text =
      '\ufeff---\nname: "x"\nversion: 1.0\nmetadata: {"openclaw": {"requires": {"env": ["NEMO_TOKEN"]}}}\n---\nHi'.replaceAll(
        '\n',
        '\r\n',
      );
    expect(parseSkill(text, '/x/SKILL.md')).toMatchObject({ slug: 'x', version: '1.0', body: 'Hi', title: 'X' });
    expect(parseSkill('---\nname: x\nversion: 1.0\nmetadata: free text\n---', '/x/SKILL.md').slug).toBe('x');
  });

  it('says what it fills in for a missing version', () => {
    const skill = parseSkill('---\nname: x\n---\n', '/x/SKILL.md');
    expect(skill.version).toBe('1.0.0');
    expect(skill.warnings).toEqual(['/x/SKILL.md: version is missing, taking 1.0.0']);
  });

  it('may greet in one language', () => {
    const { greeting, examples } = parseSkill(
      '---\nname: x\nversion: 1.0.0\nmetadata:\n  greeting: { en: Hello }\n  examples: [one, two]\n---\n',
      '/x/SKILL.md',
    );
    expect(greeting).toEqual({ en: 'Hello', zh: 'Hello' });
    expect(examples).toEqual({ en: ['one', 'two'], zh: ['one', 'two'] });
  });

  it.each([
    ['# no frontmatter', '/s/SKILL.md: line 1: must start with frontmatter between two lines of ---'],
    ['---\nversion: 1.0.0\n---\n', '/s/SKILL.md: line 2: name must be a text such as my-skill'],
    ['---\n---\n', '/s/SKILL.md: line 2: name must be a text such as my-skill'],
    [
      '---\nversion: 1.0.0\ndescription: d\nname: 视频\n---\n',
      '/s/SKILL.md: line 4: name must be plain ASCII such as my-skill, since it is sent in a header',
    ],
    ['---\nname: [a]\n---\n', '/s/SKILL.md: line 2: name must be a text such as my-skill'],
    [
      '---\nname: x\nmetadata:\n  examples: one\n---\n',
      '/s/SKILL.md: line 4: metadata.examples must be a list of texts, or one per language under en and zh',
    ],
    [
      '---\nname: x\nmetadata:\n  quickEditSeconds: soon\n---\n',
      '/s/SKILL.md: line 4: metadata.quickEditSeconds must be a range in seconds such as 30-60',
    ],
  ])('refuses %j with line and field', (text, message) => {
    expect(() => parseSkill(text, '/s/SKILL.md')).toThrow(
      new SkillError('/s/SKILL.md', message.slice('/s/SKILL.md: '.length)),
    );
  });

  it('names the line of broken YAML', () => {
    expect(() => parseSkill('---\nname: x\nversion: "1\n---\n', '/s/SKILL.md')).toThrow(
      /\/s\/SKILL\.md: line \d+: not valid YAML/u,
    );
  });

  it('lists what there is when a slug or a file is unknown', async () => {
    await expect(resolveSkill('image-to-video')).rejects.toThrow(
      /image-to-video: no such skill; .*image-to-video-hd.*path of a SKILL\.md/u,
    );
    await expect(resolveSkill('./nowhere/SKILL.md')).rejects.toThrow(/nowhere.SKILL\.md: there is no such file/u);
  });
});

describe('attributionFor', () => {
  it.each([
    ['/home/u/.clawhub/skills/x/SKILL.md', 'clawhub'],
    ['/home/u/.cursor/skills/x/SKILL.md', 'cursor'],
    ['/home/u/.cursor/rules/x/SKILL.md', 'unknown'],
    ['/home/u/clawhub/x/SKILL.md', 'unknown'],
    ['C:\\Users\\u\\.clawhub\\x\\SKILL.md', 'clawhub'],
    ['C:\\Users\\u\\.cursor\\skills\\x\\SKILL.md', 'cursor'],
  ])('%s was installed from %s', (path, platform) => {
    const skill = parseSkill(MINIMAL, path);
    expect(attributionFor(skill)).toEqual({ source: 'my-skill', version: '2.10', platform });
  });

  it('lets the operator override the platform', () => {
    const skill = parseSkill(MINIMAL, '/home/u/.clawhub/x/SKILL.md');
    expect(attributionFor(skill, 'openclaw').platform).toBe('openclaw');
    expect(attributionFor(skill, ' ').platform).toBe('clawhub');
  });

  it('sees the folder of a file that was loaded', async () => {
    const path = await install(MINIMAL, '.cursor', 'skills', 'x');
    expect(attributionFor(await loadSkill(path)).platform).toBe('cursor');
  });
});
