import { element } from '../../page/dom';
import { KeyedList, mark, type Row } from '../../page/keyed';
import { setText } from '../../page/parts';
import { bitrateText, sizeText } from '../../stats/format';
import type { LayerLine, PublicationLine } from '../session/insight';
import { counted, lossTone, percentText } from '../session/words';

const HEADS = ['Stream', 'Layer', 'Size', 'Frames', 'Rate', 'Loss', 'Keyframes', 'Received by'];

interface Line {
  readonly publication: PublicationLine;
  readonly layer: LayerLine | undefined;
  readonly first: boolean;
}

/** What is published in the room: a line for each layer, with what arrives of it and how many get it. */
export class StreamsTable {
  private readonly rows: KeyedList<Line>;
  private readonly nothing = element('p', 'nothing', 'Nobody publishes anything');

  constructor(place: HTMLElement) {
    const body = element('tbody', '');
    this.rows = new KeyedList(body, ({ publication, layer }) => `${publication.publicationId} ${layer?.layer ?? ''}`, () => row());
    const head = element('tr', '', ...HEADS.map((name, index) => element('th', index < 2 ? '' : 'figure', name)));
    place.replaceChildren(element('div', 'table-frame', element('table', 'streams', element('thead', '', head), body)), this.nothing);
  }

  show(publications: readonly PublicationLine[]): void {
    const lines = publications.flatMap((publication): Line[] => {
      const layers = [...publication.layers].reverse();
      return layers.length === 0
        ? [{ publication, layer: undefined, first: true }]
        : layers.map((layer, index) => ({ publication, layer, first: index === 0 }));
    });
    this.rows.show(lines);
    this.nothing.hidden = lines.length > 0;
  }
}

function row(): Row<Line> {
  const stream = element('td', 'who');
  const cells = HEADS.slice(1).map((name, index) => {
    const cell = element('td', index === 0 ? 'layer' : 'figure');
    cell.dataset['label'] = name;
    return cell;
  });
  const line = element('tr', '', stream, ...cells);
  const update = ({ publication, layer, first }: Line): void => {
    const { kind, codec, muted } = publication;
    if (first) {
      const facts = `${kind.toLowerCase()}, ${codec}${muted ? ', muted' : ''}`;
      if (stream.dataset['facts'] !== facts) {
        stream.dataset['facts'] = facts;
        stream.replaceChildren(element('span', 'name', publication.publicationId), element('span', 'role', facts));
      }
    }
    mark(line, 'first', String(first));
    mark(line, 'active', String(layer?.active ?? false));
    const texts = layer === undefined ? [] : figures(publication, layer);
    cells.forEach((cell, index) => setText(cell, texts[index] ?? '–'));
    const [, , , , loss] = cells;
    if (loss !== undefined) {
      mark(loss, 'tone', lossTone(layer?.fractionLost ?? 0));
    }
  };
  return { element: line, update };
}

function figures({ kind, muted, paused }: PublicationLine, layer: LayerLine): readonly string[] {
  const video = kind === 'VIDEO';
  const name = video ? layer.layer : 'sound';
  const rest = paused > 0 ? `, ${paused} paused` : '';
  if (!layer.active) {
    return [name, muted ? 'muted' : 'not sent', '–', '–', '–', '–', `${counted(layer.receivers, 'member', 'members')}${rest}`];
  }
  return [
    name, video ? sizeText(layer.width, layer.height) : '–', video ? `${Math.round(layer.framesPerSecond)} fps` : '–',
    bitrateText(layer.bitrateBps), percentText(layer.fractionLost), video ? `${layer.keyframesRequested} asked` : '–',
    `${counted(layer.receivers, 'member', 'members')}${rest}`,
  ];
}
