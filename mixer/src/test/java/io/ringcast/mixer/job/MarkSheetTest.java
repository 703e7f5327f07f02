package io.ringcast.mixer.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.mixer.config.MixConfig;
import io.ringcast.mixer.config.MixConfigException;
import io.ringcast.mixer.config.MixConfigReader;
import io.ringcast.mixer.config.RenderMode;
import io.ringcast.mixer.layout.Rect;
import io.ringcast.mixer.layout.Tile;
import io.ringcast.mixer.picture.Mark;
import java.awt.image.BufferedImage;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is drawn over a mix and behind it, and when. */
class MarkSheetTest {
  private static final Rect ANN = new Rect(320, 0, 320, 180);

  private final Map<URI, List<Consumer<@Nullable BufferedImage>>> asked = new HashMap<>();
  private final MixCounters counters = new MixCounters();
  private final NamedPictures pictures =
    new NamedPictures((uri, then) -> asked.computeIfAbsent(uri, fresh -> new ArrayList<>()).add(then), counters);

  private static MixConfig config(String marks, String background) throws MixConfigException {
    return MixConfigReader.read("""
        {'mode': 3, 'waterMark': {%s}, 'output': {'video': {'normal': {'width': 640, 'height': 360} %s}}}"""
        .formatted(marks, background).replace('\'', '"'));
  }

  private static List<Tile> tiles() {
    return List.of(new Tile("ann_main", ANN, RenderMode.CROP));
  }

  private void come(String uri, @Nullable BufferedImage image) {
    asked.get(URI.create(uri)).removeFirst().accept(image);
  }

  @Test
  void aTextIsDrawnOnceAndTheTimeEverySecond() throws MixConfigException {
    MarkSheet sheet = new MarkSheet(config("""
        'mixScreen': {'timestamp': {'timezone': '+08:00', 'x': 0.5, 'y': 0}, 'text': [{'text': 'live', 'x': 0, 'y': 0.9}]}""", ""),
        pictures);
    List<Mark> first = sheet.marks(List.of(), 5_000);
    List<Mark> same = sheet.marks(List.of(), 5_999);
    List<Mark> next = sheet.marks(List.of(), 6_000);
    assertThat(first).hasSize(2);
    assertThat(same).isEqualTo(first);
    assertThat(next.getFirst()).isSameAs(first.getFirst());
    assertThat(next.getLast()).isNotSameAs(first.getLast());
    assertThat(first.getFirst().rect().y()).isGreaterThanOrEqualTo(310);
    assertThat(first.getLast().rect().x()).isGreaterThanOrEqualTo(318);
  }

  @Test
  void aStreamsMarksLieOnItsTileWhileItHasOne() throws MixConfigException {
    MarkSheet sheet =
        new MarkSheet(config("'signalScreen': [{'streamId': 'ann_main', 'text': [{'text': 'ann', 'x': 0, 'y': 0}]}]", ""), pictures);
    assertThat(sheet.marks(List.of(), 0)).isEmpty();
    Rect place = sheet.marks(tiles(), 0).getFirst().rect();
    assertThat(place.x()).isEqualTo(ANN.x());
    assertThat(place.right()).isLessThanOrEqualTo(ANN.right());
    assertThat(place.bottom()).isLessThanOrEqualTo(ANN.bottom());
  }

  @Test
  void aPictureIsDrawnWhenItHasComeAndIsNotDistorted() throws MixConfigException {
    MarkSheet sheet = new MarkSheet(
        config("'mixScreen': {'picture': [{'uri': 'https://pictures.example/logo', 'x': 0, 'y': 0, 'w': 0.5, 'h': 0.5}]}", ""), pictures);
    pictures.turn(0);
    assertThat(sheet.marks(List.of(), 0)).isEmpty();
    come("https://pictures.example/logo", new BufferedImage(100, 100, BufferedImage.TYPE_INT_ARGB));
    pictures.turn(1);
    List<Mark> marks = sheet.marks(List.of(), 0);
    assertThat(marks).hasSize(1);
    assertThat(marks.getFirst().rect()).isEqualTo(new Rect(70, 0, 180, 180));
    assertThat(sheet.marks(List.of(), 9)).isEqualTo(marks);
  }

  @Test
  void backgroundsAreDrawnInOrderAndWhatDoesNotComeIsPassedOver() throws MixConfigException {
    MarkSheet sheet = new MarkSheet(config("", """
        , 'backgroundPicture': {'fillMode': 1,
           'picture': [{'uri': 'https://pictures.example/a'}, {'uri': 'https://pictures.example/b'}]}"""), pictures);
    pictures.turn(0);
    come("https://pictures.example/b", new BufferedImage(10, 10, BufferedImage.TYPE_INT_ARGB));
    for (int i = 0; i < NamedPictures.TRIES; i++) {
      assertThat(sheet.newBackdrops()).isEmpty();
      come("https://pictures.example/a", null);
      pictures.turn(i * NamedPictures.AGAIN_AFTER_NS + 1);
      pictures.turn((i + 1) * NamedPictures.AGAIN_AFTER_NS + 1);
    }
    assertThat(sheet.newBackdrops()).hasSize(1);
    assertThat(sheet.newBackdrops()).isEmpty();
    assertThat(asked.get(URI.create("https://pictures.example/a"))).as("it is asked for no more").isEmpty();
    assertThat(counters.of(MixCount.PICTURE_MISSING)).isEqualTo(NamedPictures.TRIES);
  }

  @Test
  void moreThanSoManyAreLeftOut() throws MixConfigException {
    StringBuilder streams = new StringBuilder();
    for (int stream = 0; stream < 3; stream++) {
      StringBuilder list = new StringBuilder();
      for (int i = 0; i < 10; i++) {
        list.append(i == 0 ? "" : ",").append("{'uri': 'https://pictures.example/").append(stream * 10 + i).append("'}");
      }
      streams.append(stream == 0 ? "" : ",").append("{'streamId': 's").append(stream).append("', 'picture': [").append(list).append("]}");
    }
    MarkSheet sheet = new MarkSheet(config("'signalScreen': [" + streams + "]", ""), pictures);
    pictures.turn(0);
    assertThat(asked).hasSize(NamedPictures.MAX);
    assertThat(counters.of(MixCount.PICTURE_MISSING)).isEqualTo(10);
    assertThat(sheet.marks(tiles(), 0)).isEmpty();
  }
}
