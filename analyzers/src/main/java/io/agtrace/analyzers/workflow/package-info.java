/**
 * Rebuilding: spans of one or several traces become one {@link
 * io.agtrace.analyzers.workflow.Workflow} whose tree holds every span exactly once. What was
 * missing or wrong is mended where evidence allows, and every mend is recorded.
 */
@NullMarked
package io.agtrace.analyzers.workflow;

import org.jspecify.annotations.NullMarked;
