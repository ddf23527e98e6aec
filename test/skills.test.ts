import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseSkill, SkillError } from '../src/skills/parse.ts';
import { attributionFor, bundledSkills, loadSkill, resolveSkill } from '../src/skills.ts';

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

const MINIMAL =
  '---\nname: my-own-skill\nversion: 2.10\ndescription: Makes films.\n---\n\n# Edit Smarter, Not Harder\n\nText.\n';

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
      slug: 'my-own-skill',
      version: '2.10',
      description: 'Makes films.',
      title: 'My Own Skill',
      platform: 'unknown',
      path,
      body: '# Edit Smarter, Not Harder\n\nText.',
      warnings: [],
    });
    expect(skill.greeting.en).toContain('My Own Skill');
    expect(skill.greeting.zh).toContain('My Own Skill');
    expect(skill.examples.en.length).toBeGreaterThan(0);
    expect(skill.creditsNote.zh).toContain('积分');
  });

  it('is found by its folder, too', async () => {
    await install(MINIMAL, 'other');
    expect((await loadSkill(join(folder, 'other'))).slug).toBe('my-own-skill');
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
  ])('refuses %j with line and field', (text, message) => {
    expect(() => parseSkill(text, '/s/SKILL.md')).toThrow(
      new SkillError('/s/SKILL.md', message.slice('/s/SKILL.md: '.length)),
    );
  });

  it.each([
    [
      'metadata:\n  examples: one',
      'metadata.examples ignored: must be a list of texts, or one per language under en and zh',
    ],
    [
      'metadata:\n  quickEditSeconds: soon',
      'metadata.quickEditSeconds ignored: must be a range in seconds such as 30-60',
    ],
  ])('loads without what cannot be used of the metadata: %j', (field, warning) => {
    const skill = parseSkill(`---\nname: x\nversion: 1.0.0\n${field}\n---\n`, '/s/SKILL.md');
    expect(skill.warnings).toEqual([`/s/SKILL.md: line 4: ${warning}`]);
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
    expect(attributionFor(skill)).toEqual({ source: 'my-own-skill', version: '2.10', platform });
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

describe('frontmatter as it is written in practice', () => {
  it.each([
    [
      'an unquoted colon',
      'name: x\nversion: 1.2.0\ndescription: Make videos: fast and free',
      'Make videos: fast and free',
    ],
    ['a duplicate key', 'name: x\nversion: 1.2.0\ndescription: First\ndescription: Second', 'Second'],
    ['text after brackets', 'name: x\nversion: 1.2.0\ndescription: [Beta] Makes videos', '[Beta] Makes videos'],
    ['a list in place of a text', 'name: x\nversion: 1.2.0\ndescription: [a, b]', 'a, b'],
    ['a tab', 'name: x\nversion: 1.2.0\ndescription:\tMakes videos', 'Makes videos'],
    ['an asterisk', 'name: x\nversion: 1.2.0\ndescription: *best* videos', '*best* videos'],
    ['an at sign', 'name: x\nversion: 1.2.0\ndescription: @you makes videos', '@you makes videos'],
    ['a percent sign', 'name: x\nversion: 1.2.0\ndescription: %50 off', '%50 off'],
    ['an open quote', 'name: x\nversion: 1.2.0\ndescription: "Makes videos', '"Makes videos'],
    ['a folded text', 'name: x\nversion: 1.2.0\ndescription: >\n  Makes\n  videos', 'Makes videos'],
    [
      'a folded text beside a line that is no YAML',
      'a: b: c\nname: x\nversion: 1.2.0\ndescription: >-\n  Makes\n  videos',
      'Makes videos',
    ],
    ['emoji and other scripts', 'name: x\nversion: 1.2.0\ndescription: 🎬 制作视频', '🎬 制作视频'],
    ['a comment', '# made by hand\nname: x\nversion: 1.2.0\ndescription: Makes videos', 'Makes videos'],
  ])('%s loads', (_name, front, description) => {
    expect(parseSkill(`---\n${front}\n---\nBody`, '/s/SKILL.md')).toMatchObject({
      slug: 'x',
      version: '1.2.0',
      description,
      body: 'Body',
    });
  });

  it('says in a warning that its simple lines were read', () => {
    const { warnings } = parseSkill('---\nname: x\nversion: 1.0.0\ndescription: a: b\n---\n', '/s/SKILL.md');
    expect(warnings).toEqual([
      expect.stringMatching(/^\/s\/SKILL\.md: line 4: not valid YAML: .*; reading its simple lines$/u),
    ]);
  });

  it('takes a title of any script from displayName, and never from the body', () => {
    const skill = parseSkill(
      '---\nname: x\nversion: 1.0.0\ndisplayName: 视频大师\n---\n# Make It Pop\n',
      '/s/SKILL.md',
    );
    expect(skill.title).toBe('视频大师');
    expect(skill.greeting.en).toContain('视频大师');
    const slug = parseSkill('---\nname: ai-image-to-video-hd\n---\n```sh\n# install\n```\n', '/s/SKILL.md');
    expect(slug.title).toBe('AI Image to Video HD');
  });

  it('a bomb of aliases, and nesting that overflows, cost nothing', () => {
    const bomb = ['a: &a [x, x, x, x, x, x, x, x, x, x]'];
    for (let i = 1; i < 9; i++)
      bomb.push(`${'abcdefghij'[i]}: &${'abcdefghij'[i]} [${`*${'abcdefghij'[i - 1]}, `.repeat(9)}x]`);
    for (const hostile of [
      bomb.join('\n'),
      `deep: ${'['.repeat(5000)}`,
      `deep: ${'- '.repeat(5000)}`,
      `long: ${'a: '.repeat(20_000)}`,
    ]) {
      const start = performance.now();
      const skill = parseSkill(`---\nname: x\nversion: 1.0.0\n${hostile}\n---\n`, '/s/SKILL.md');
      expect(performance.now() - start).toBeLessThan(1000);
      expect(skill.slug).toBe('x');
    }
    expect(() => parseSkill('x'.repeat(2_000_000), '/s/SKILL.md')).toThrow(SkillError);
  });
});
