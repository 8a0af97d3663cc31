"""The subgraph kit-name of KIT_OWNER."""
