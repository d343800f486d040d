"""Events of many reports that tell of one happening: found, merged, fused, explained, undone."""
