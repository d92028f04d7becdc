"""What waits for a person, one module per concept; ``improvement.todo`` gathers them."""
