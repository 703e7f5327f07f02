import './streams.css';
import './choices.css';
import { pageLink, type PageWish, type StreamsMode } from '../page/PageAddress';
import { byId, part } from '../page/parts';
import { PublishPanel } from './PublishPanel';
import markup from './streams.html?raw';
import { Visitor } from './Visitor';
import { WatchPanel } from './WatchPanel';

const MODES: readonly StreamsMode[] = ['publish', 'watch'];

/** Fills the document with the panels to publish a stream (WHIP) and to watch one (WHEP). */
export function openStreamsPage(wish: PageWish, first: StreamsMode): void {
  document.body.innerHTML = markup;
  let mode = first;
  const visitor = new Visitor(wish, showAddress);
  new PublishPanel(byId('publish'), visitor, wish.media);
  const watch = new WatchPanel(byId('watch'), visitor, wish, showAddress);

  /** Keeps the address bar a link to what is on screen. */
  function showAddress(): void {
    const here = new URL(location.href);
    const { room, user } = visitor;
    const { code, transport, media } = wish;
    const stream = mode === 'watch' ? watch.stream : undefined;
    history.replaceState(null, '', pageLink(here, { mode, room, user, stream, code, transport, media }));
    part<HTMLAnchorElement>(byId('publish'), 'watch-link').href =
      pageLink(here, { mode: 'watch', room, user: undefined, stream: undefined, code, transport, media });
    byId<HTMLAnchorElement>('tab-room').href =
      pageLink(here, { mode: 'room', room, user, stream: undefined, code, transport: 'any', media: {} });
  }

  function show(next: StreamsMode): void {
    mode = next;
    for (const each of MODES) {
      byId(each).hidden = each !== next;
      const tab = byId(`tab-${each}`);
      tab.setAttribute('aria-selected', String(each === next));
      tab.tabIndex = each === next ? 0 : -1;
    }
    showAddress();
  }

  for (const each of MODES) {
    const tab = byId(`tab-${each}`);
    tab.addEventListener('click', () => show(each));
    tab.addEventListener('keydown', ({ key }) => {
      if (key === 'ArrowLeft' || key === 'ArrowRight') {
        const other = each === 'publish' ? 'watch' : 'publish';
        show(other);
        byId(`tab-${other}`).focus();
      }
    });
  }
  show(first);
}
