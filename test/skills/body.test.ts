import { describe, expect, it } from 'vitest';
import { parseSkill } from '../../src/skills/parse.ts';

describe('what stands in the body', () => {
  const skill = (body: string) => parseSkill(`---\nname: clip-maker\nversion: 1.0.0\n---\n${body}`, '/s/SKILL.md');
  const BODY = `# Clips in Seconds, Not Hours

## Getting Started

Some words first.

> Hi there! **Clip Maker** here. Drop a clip
> and say what you want.

**Try saying:**
- "Cut the first three seconds"
- "Add \`lo-fi\` music" → adds music
- *make it vertical*

### Formats
Supports MP4, MOV and .webm; photos as JPEG or png.

Quick edits take 1-2 minutes. A new account gets 100 free credits. Exports are free.

\`\`\`sh
# Not a title
> not a greeting
\`\`\`
`;

  it('is the greeting, the examples, the times, the price and the file types', () => {
    expect(skill(BODY)).toMatchObject({
      title: 'Clip Maker',
      greeting: { en: 'Hi there! Clip Maker here. Drop a clip\nand say what you want.' },
      examples: { en: ['Cut the first three seconds', 'Add lo-fi music', 'make it vertical'] },
      creditsNote: { en: 'A new account gets 100 free credits.' },
      quickEditSeconds: { from: 60, to: 120 },
      fileTypes: ['mp4', 'mov', 'webm', 'jpg', 'png'],
      warnings: [],
    });
  });

  it('leaves the other language to the defaults, which name the skill', () => {
    const { greeting, examples } = skill(BODY);
    expect(greeting.zh).toContain('Clip Maker');
    expect(examples.zh[0]).toMatch(/\p{Script=Han}/u);
  });

  it('may be overridden by the frontmatter', () => {
    const front = 'name: x\nversion: 1.0.0\nmetadata:\n  greeting: Hello\n  quickEditSeconds: 5-6';
    const read = parseSkill(`---\n${front}\n---\n${BODY}`, '/s/SKILL.md');
    expect(read.greeting.en).toBe('Hello');
    expect(read.quickEditSeconds).toEqual({ from: 5, to: 6 });
    expect(read.examples.en).toHaveLength(3);
  });

  // Held-out forms: every heading with every form of quote and list.
  const HEADINGS = [
    '## Getting Started',
    '## First Contact',
    '# 1. Welcome',
    '### 🚀 Get Started',
    '## On First Use',
    '## Onboarding',
  ];
  const QUOTES: ((text: string) => string)[] = [
    (text) => `> ${text}`,
    (text) => `When the user comes:\n\n> "${text}"`,
    (text) => `> **${text}**\n`,
    (text) => `1. Say this:\n\n>${text}`,
  ];
  const LISTS: [string, (text: string) => string][] = [
    ['**Try saying:**', (text) => `- "${text}"`],
    ['### Try saying', (text) => `* “${text}”`],
    ['Try saying:', (text) => `1. ${text}`],
    ['## Example prompts', (text) => `- \`${text}\` — does it`],
  ];
  const FORMS = HEADINGS.flatMap((heading) =>
    QUOTES.flatMap((quote) => LISTS.map((list) => ({ heading, quote, list }))),
  );

  it(`is found in ${FORMS.length} forms that were not looked at before`, () => {
    for (const { heading, quote, list } of FORMS) {
      const [mark, item] = list;
      const body = `# Headline!\n\n${heading}\n\n${quote('Hi, I cut clips.')}\n\n${mark}\n\n${item('Cut it')}\n${item('Add music')}\n\n## Rest\n\n- other\n`;
      const { greeting, examples } = skill(body);
      expect(greeting.en, body).toBe('Hi, I cut clips.');
      expect(examples.en, body).toEqual(['Cut it', 'Add music']);
    }
  });
});
