import { CaptureFailure } from '../media/LocalMedia';
import { Problem, Unreachable } from '../protocol/Problem';

/** A failure in words for the person in front of the page. */
export interface Explanation {
  readonly title: string;
  readonly detail: string;
  /** The way on is another token. */
  readonly asksForToken: boolean;
  /** The way on is one of these streams. */
  readonly streams: readonly string[];
}

const NO_PUBLISHER = 404;
const SEVERAL_PUBLISHERS = 409;

export function explain(error: unknown, room: string, origin: string): Explanation {
  if (error instanceof Problem) {
    return explainProblem(error, room);
  }
  if (error instanceof CaptureFailure) {
    return says(error.title, error.detail);
  }
  if (error instanceof Unreachable) {
    return says('The server does not answer',
      `Nothing came back from ${origin}. See whether Ringcast is still running there, then try again.`);
  }
  return says('That did not work', error instanceof Error ? error.message : String(error));
}

/** What to say when a running session's path is gone. */
export function explainGone(how: 'ended' | 'lost', origin: string): Explanation {
  return how === 'ended'
    ? says('The server ended the session', 'The publisher has left, or the server is restarting. Try again in a moment.')
    : says('The connection was lost',
      `No more packets reach ${origin}. See whether the server is running and the network is up, then reconnect.`);
}

function explainProblem(problem: Problem, room: string): Explanation {
  if (problem.status === SEVERAL_PUBLISHERS && problem.streams.length > 0) {
    return { ...says(`Several people publish in “${room}”`, 'Choose whom to watch.'), streams: problem.streams };
  }
  if (problem.status === NO_PUBLISHER) {
    return says(`Nobody is publishing in “${room}” yet`,
      problem.detail || 'Start publishing in another tab or on another device, then try again.');
  }
  return { ...says(problem.title, problem.detail), asksForToken: problem.refusesToken };
}

function says(title: string, detail: string): Explanation {
  return { title, detail, asksForToken: false, streams: [] };
}
