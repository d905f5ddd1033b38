"""From files to stored evidence: sources, embeddings, codes, store. Knows nothing of questions or windows."""
