package io.ringcast.mixer.config;

/**
 * A stream's place in a CUSTOM layout, in pixels of the normal canvas from its top left corner. In other layouts only the name counts.
 *
 * @param zOrder what lies above has the higher number; of equal ones the later in the document
 */
public record VideoInput(StreamRef stream, int x, int y, int width, int height, int zOrder) {}
