"""`python -m tf1_graphs`, the same as `tf1-graphs`."""

from tf1_graphs.cli import main

if __name__ == "__main__":
    main()
