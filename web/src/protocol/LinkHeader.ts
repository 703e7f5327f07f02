/** Finds the target of the first link with this relation in a Link header (RFC 8288), as it stands in the header. */
export function linkTarget(header: string | null, relation: string): string | undefined {
  for (const [, target, parameters] of (header ?? '').matchAll(/<([^>]*)>((?:\s*;\s*[^,;"]+(?:"[^"]*")?)*)/g)) {
    const rel = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s;"]+))/i.exec(parameters ?? '');
    if ((rel?.[1] ?? rel?.[2] ?? '').split(/\s+/).includes(relation)) {
      return target;
    }
  }
  return undefined;
}
