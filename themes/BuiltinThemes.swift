// Names the embedded theme files.
