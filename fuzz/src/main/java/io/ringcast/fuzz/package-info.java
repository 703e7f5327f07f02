/** The command that fuzzes, and the list of what there is to fuzz. */
@org.jspecify.annotations.NullMarked
package io.ringcast.fuzz;
