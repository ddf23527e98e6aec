import type { Client } from './client.ts';
import { sizeText, t } from './words.ts';

/** Adds files to what is being written; says which of them cannot go along. */
export function addFiles(client: Client, added: readonly File[]): void {
  const { maxFileBytes = 0, maxFiles = 0 } = client.session ?? {};
  const { text, files } = client.draft;
  const notices: string[] = [];
  const fitting = added.filter((file) => {
    if (file.size > maxFileBytes) notices.push(t('tooLarge', { name: file.name, limit: sizeText(maxFileBytes) }));
    else if (file.size === 0) notices.push(t('emptyFile', { name: file.name }));
    return file.size > 0 && file.size <= maxFileBytes;
  });
  const all = [...files, ...fitting];
  if (all.length > maxFiles) notices.push(t('tooManyFiles', { count: maxFiles }));
  client.setDraft({ text, files: all.slice(0, maxFiles) });
  client.say(notices.join('\n'));
}
