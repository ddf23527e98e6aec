import type { Action } from './action.ts';
import { cancel } from './cancel.ts';
import { credits } from './credits.ts';
import { exportVideo } from './export-video.ts';
import { forget } from './forget.ts';
import { help } from './help.ts';
import { language } from './language.ts';
import { link } from './link.ts';
import { newProject } from './new-project.ts';
import { remove } from './remove.ts';
import { rerun } from './rerun.ts';
import { skill } from './skill.ts';
import { start } from './start.ts';
import { status } from './status.ts';
import { ActionTable } from './table.ts';
import { timeline } from './timeline.ts';
import { upload } from './upload.ts';
import { variation } from './variation.ts';

/** Every action of the bot, in the order in which menus and help show them. */
export const ACTIONS = new ActionTable<Action>([
  help,
  newProject,
  status,
  timeline,
  credits,
  exportVideo,
  rerun,
  variation,
  link,
  cancel,
  remove,
  skill,
  language,
  forget,
  upload,
  start,
]);
