export { ChildCrashedError, ChildPool, JobFailedError, JobLimitError } from './child-pool.ts';
export { serveJobs } from './serve-jobs.ts';
