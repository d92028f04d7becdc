"""What has been learnt: examples, tools, words, questions, characteristics."""
