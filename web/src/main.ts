import { pageWish } from './page/PageAddress';

const wish = pageWish(new URL(location.href));

// Each page brings its own code and style; neither waits for the other's.
if (wish.mode === 'room') {
  const { openRoomPage } = await import('./room/RoomPage');
  openRoomPage(wish);
} else {
  const { openStreamsPage } = await import('./page/StreamsPage');
  openStreamsPage(wish, wish.mode);
}
