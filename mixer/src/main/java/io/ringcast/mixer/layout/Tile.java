package io.ringcast.mixer.layout;

import io.ringcast.mixer.config.RenderMode;

/** A stream's place on the canvas. Tiles of a layout are in the order in which they are drawn: later ones lie above. */
public record Tile(String streamId, Rect rect, RenderMode fill) {}
