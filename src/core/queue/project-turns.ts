import { Semaphore } from '@reelay/async';

interface Project {
  semaphore: Semaphore;
  /** How many turns work on it or wait for it. */
  turns: number;
}

/** Lets one turn at a time work on a project: people of a place may be on the same one, each with a queue of their own. */
export class ProjectTurns {
  readonly #projects = new Map<string, Project>();

  /**
   * Runs `work` once no other turn works on the project, first come first served; rejects with the signal's reason when it
   * is aborted before that.
   *
   * @param id the project's session; a turn that makes one waits for nobody
   * @param onWait called when there is a turn to wait for
   */
  async run(id: string | undefined, work: () => Promise<void>, signal: AbortSignal, onWait: () => void): Promise<void> {
    if (id === undefined) return work();
    const project = this.#projects.get(id) ?? { semaphore: new Semaphore(1), turns: 0 };
    this.#projects.set(id, project);
    if (!project.semaphore.hasFreeSlot) onWait();
    project.turns += 1;
    try {
      await project.semaphore.run(work, signal);
    } finally {
      project.turns -= 1;
      if (project.turns === 0) this.#projects.delete(id);
    }
  }
}
