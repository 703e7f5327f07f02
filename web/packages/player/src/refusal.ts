/** Why a server refuses, in its own words (RFC 9457). */
export async function refusalOf(answer: Response): Promise<string> {
  let problem: { detail?: unknown; title?: unknown };
  try {
    problem = (await answer.json()) as typeof problem;
  } catch {
    problem = {};
  }
  const words = [problem.detail, problem.title].find((text) => typeof text === 'string' && text !== '');
  return words === undefined ? `the server answers ${answer.status}` : String(words);
}

/** Asks anew for what a library could not load, since libraries keep the server's words to themselves; `otherwise` if it is there now. */
export async function whyNot(url: string, otherwise: string): Promise<string> {
  const end = new AbortController();
  try {
    const answer = await fetch(url, { signal: end.signal, cache: 'no-store' });
    return answer.ok ? otherwise : await refusalOf(answer);
  } catch {
    return 'the server does not answer';
  } finally {
    end.abort();
  }
}
